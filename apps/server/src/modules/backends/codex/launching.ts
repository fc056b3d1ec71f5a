import type { LaunchingCli } from "../launching-cli.ts";

/** In a terminal it pays no heed to SIGINT: Ctrl-C interrupts its work, and ends it where it does none. */
export const codexLaunching: LaunchingCli = {
  args: ({ prompt, resumes, args }) => [
    ...(resumes === null ? [] : ["resume"]),
    ...args,
    ...(resumes === null ? [] : [resumes]),
    ...(prompt === null ? [] : ["--", prompt]),
  ],
  takesSessionId: false,
  resumesWithPrompt: true,
  tellsBeforePrompt: false,
  leaves: { by: "keys", keys: ["C-c", "C-c", "C-c"] },
};
