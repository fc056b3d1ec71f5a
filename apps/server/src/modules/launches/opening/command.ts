import { z } from "zod";
import { launchableOf } from "../../backends/index.ts";
import type { LaunchRow } from "../launches.repository.ts";

/** What agents leave in the environment of what they start: a CLI that finds it takes itself for a part of theirs. */
const nesting = [
  "CLAUDECODE",
  "CLAUDE_CODE_ENTRYPOINT",
  "CLAUDE_CODE_SSE_PORT",
  "CLAUDE_PID",
  "CODEX_SANDBOX",
  "CODEX_THREAD_ID",
  "GEMINI_CLI",
  "OPENCODE",
  "OPENCODE_PID",
];
/** Of ours and secret; a tmux server that was there before may have them from whoever started it. */
const ours = [
  "SIGNALBOX_ADMIN_KEY",
  "SIGNALBOX_API_KEY",
  "SIGNALBOX_FIRST_PASSWORD",
  "DATABASE_URL",
  "REDIS_URL",
];

/** An environment that was put together for a CLI, without what must never be found in it. */
export const cleanEnvironment = (environment: Readonly<Record<string, string>>): Record<string, string> => {
  const without = new Set([...nesting, ...ours]);
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !without.has(name)));
};

const Args = z.array(z.string());

/** What a person gave a launch for its CLI; nothing where there was none. */
export const argsOf = (launch: Pick<LaunchRow, "args"> | undefined): string[] =>
  launch === undefined ? [] : Args.parse(launch.args);

/** The command line that a launch runs: `env` takes away what must not be found, and is the CLI from then on. */
export function commandOf(
  launch: Pick<LaunchRow, "backend" | "prompt" | "args" | "session_id" | "resumes_agent_id">,
  { env, program }: { env: string; program: string },
): string[] {
  const launching = launchableOf(launch.backend)?.launching;
  if (launching === undefined) throw new Error(`${launch.backend} can't be started in a terminal`);
  const resumes = launch.resumes_agent_id !== null;
  const wish = {
    prompt: launch.prompt,
    sessionId: resumes ? null : launch.session_id,
    resumes: resumes ? launch.session_id : null,
    args: argsOf(launch),
  };
  const without = [...nesting, ...ours].flatMap((name) => ["-u", name]);
  return [env, ...without, program, ...launching.args(wish)];
}
