import { runProgram } from "../../../platform/processes/run-program.ts";

/** How git is run on a repository that may not mean well: without its hooks, its file monitor, or a question. */
export interface GitOptions {
  path: string;
  /** A person's own settings are theirs. */
  environment: Readonly<Record<string, string>>;
  /** Ends it where the server stops. */
  signal?: AbortSignal;
}

export interface GitAnswer {
  ok: boolean;
  out: string;
  said: string;
}

const careful = [
  "-c",
  "core.hooksPath=/dev/null",
  "-c",
  "core.fsmonitor=false",
  "-c",
  "submodule.recurse=false",
];
const timeoutMs = 5 * 60_000;

export async function git(
  cwd: string,
  args: readonly string[],
  { path, environment, signal }: GitOptions,
): Promise<GitAnswer> {
  const { HOME = "" } = environment;
  const env = { PATH: path, HOME, LC_ALL: "C", GIT_TERMINAL_PROMPT: "0" };
  const { code, stdout, stderr } = await runProgram({
    ...{ file: "git", args: [...careful, ...args], env, cwd, timeoutMs },
    ...(signal === undefined ? {} : { signal }),
  });
  return { ok: code === 0, out: stdout, said: stderr.replace(/^(?:fatal|error): /gm, "").trim() };
}
