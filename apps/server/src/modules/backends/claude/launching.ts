import type { LaunchingCli } from "../launching-cli.ts";

export const claudeLaunching: LaunchingCli = {
  args: ({ prompt, sessionId, resumes, args }) => [
    ...(resumes === null ? [] : ["--resume", resumes]),
    ...(sessionId === null ? [] : ["--session-id", sessionId]),
    ...args,
    ...(prompt === null ? [] : ["--", prompt]),
  ],
  briefOption: "--append-system-prompt",
  takesSessionId: true,
  resumesWithPrompt: true,
  tellsBeforePrompt: true,
  leaves: { by: "signal", signal: "SIGINT" },
};
