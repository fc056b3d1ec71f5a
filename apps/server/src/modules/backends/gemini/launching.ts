import type { LaunchingCli } from "../launching-cli.ts";

/** A prompt is the value of an option, for one that began with a dash would be taken for an option itself. */
export const geminiLaunching: LaunchingCli = {
  args: ({ prompt, sessionId, resumes, args }) => [
    ...(resumes === null ? [] : ["--resume", resumes]),
    ...(sessionId === null ? [] : ["--session-id", sessionId]),
    ...args,
    ...(prompt === null ? [] : [`--prompt-interactive=${prompt}`]),
  ],
  takesSessionId: true,
  resumesWithPrompt: true,
  tellsBeforePrompt: true,
  leaves: { by: "signal", signal: "SIGINT" },
};
