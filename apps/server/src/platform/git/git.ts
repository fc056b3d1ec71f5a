import { runProgram } from "../processes/run-program.ts";

/** How git is run on a repository that may not mean well: without its hooks, its file monitor, or a question. */
export interface GitOptions {
  path: string;
  /** A person's own settings are theirs. */
  environment: Readonly<Record<string, string>>;
  /** Ends it where the server stops. */
  signal?: AbortSignal;
  /**
   * `none`: neither the person's settings nor the system's, so that no filter or diff program is known, whatever the
   * attributes of a repository ask for. `person`, where nothing is said.
   */
  settings?: "person" | "none";
  /** Further variables. */
  env?: Readonly<Record<string, string>>;
  input?: string;
  /** Only so many characters of what it prints are kept, the first ones. */
  keep?: number;
  timeoutMs?: number;
}

export interface GitAnswer {
  ok: boolean;
  out: string;
  said: string;
}

const careful = [
  ["core.hooksPath", "/dev/null"],
  ["core.fsmonitor", "false"],
  ["submodule.recurse", "false"],
  ["protocol.ext.allow", "never"],
].flatMap(([name, value]) => ["-c", `${name}=${value}`]);

const noSettings = {
  ...{ GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null", GIT_ATTR_NOSYSTEM: "1" },
  GIT_LFS_SKIP_SMUDGE: "1",
  // Nor does a repository say that a commit stands for another one.
  ...{ GIT_NO_REPLACE_OBJECTS: "1", GIT_GRAFT_FILE: "/dev/null" },
};

/** How it reaches the person's keys. */
const passed = ["HOME", "SSH_AUTH_SOCK", "XDG_CONFIG_HOME"];

const usualTimeoutMs = 5 * 60_000;

export async function git(
  cwd: string,
  args: readonly string[],
  { path, environment, settings = "person", ...more }: GitOptions,
): Promise<GitAnswer> {
  const env = {
    ...Object.fromEntries(Object.entries(environment).filter(([name]) => passed.includes(name))),
    ...{ PATH: path, LC_ALL: "C", GIT_TERMINAL_PROMPT: "0" },
    ...(settings === "none" ? noSettings : {}),
    ...more.env,
  };
  const { code, stdout, stderr } = await runProgram({
    ...{ file: "git", args: [...careful, ...args], env, cwd, group: true },
    timeoutMs: more.timeoutMs ?? usualTimeoutMs,
    ...(more.signal === undefined ? {} : { signal: more.signal }),
    ...(more.input === undefined ? {} : { input: more.input }),
    ...(more.keep === undefined ? {} : { keep: more.keep }),
  });
  return { ok: code === 0, out: stdout, said: stderr.replace(/^(?:fatal|error): /gm, "").trim() };
}
