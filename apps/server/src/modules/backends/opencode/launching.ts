import type { LaunchingCli } from "../launching-cli.ts";

/**
 * At SIGINT it draws its farewell and stays; Ctrl-C empties its input first, where something stands there.
 * With a session that it goes on with, it leaves a prompt out in silence.
 */
export const opencodeLaunching: LaunchingCli = {
  args: ({ prompt, resumes, args }) => [
    ...(resumes === null ? [] : ["--session", resumes]),
    ...args,
    ...(prompt === null ? [] : [`--prompt=${prompt}`]),
  ],
  takesSessionId: false,
  resumesWithPrompt: false,
  tellsBeforePrompt: false,
  leaves: { by: "keys", keys: ["C-c", "C-c", "C-c"] },
};
