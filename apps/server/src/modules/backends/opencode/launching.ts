import type { LaunchingCli } from "../launching-cli.ts";

/** At SIGINT it draws its farewell and stays; Ctrl-C empties its input first, where something stands there. */
export const opencodeLaunching: LaunchingCli = {
  args: ({ prompt, resumes, args }) => [
    ...(resumes === null ? [] : ["--session", resumes]),
    ...args,
    ...(prompt === null ? [] : [`--prompt=${prompt}`]),
  ],
  takesSessionId: false,
  leaves: { by: "keys", keys: ["C-c", "C-c", "C-c"] },
  signedIn: { files: [], variables: [] },
};
