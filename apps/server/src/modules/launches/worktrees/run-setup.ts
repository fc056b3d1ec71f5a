import { redactText } from "../../../kernel/redact.ts";
import { type GitOptions, git } from "../../../platform/git/git.ts";
import { runGroup } from "../../../platform/processes/run-group.ts";

/** What a repository makes a worktree ready with. */
export const setupFile = ".signalbox/setup.sh";

const timeoutMs = 10 * 60_000;
const mostKept = 64_000;

/**
 * Runs the repository's setup script in a worktree, as its default branch has it: one that somebody's branch brings
 * along is not run. Null where there is none.
 */
export async function runSetup(
  { repository, path }: { repository: string; path: string },
  options: GitOptions,
): Promise<{ ok: boolean; output: string } | null> {
  const branch = await defaultBranch(repository, options);
  if (branch === null) return null;
  const script = await git(repository, ["cat-file", "blob", `${branch}:${setupFile}`], options);
  if (!script.ok) return null;
  const env = { ...options.environment, PATH: options.path, SIGNALBOX_REPOSITORY: repository };
  const { code, output } = await runGroup({
    ...{ file: "sh", args: ["-c", `exec 2>&1\n${script.out}`], cwd: path, env, timeoutMs, keep: mostKept },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const end =
    code === null ? "\nIt was ended: a setup script has 10 minutes" : code === 0 ? "" : `\nexit code ${code}`;
  return { ok: code === 0, output: redactText(output + end) };
}

/** As the remote says, else the usual names, else none. */
async function defaultBranch(repository: string, options: GitOptions): Promise<string | null> {
  const told = await git(repository, ["symbolic-ref", "--quiet", "refs/remotes/origin/HEAD"], options);
  const candidates = [...(told.ok ? [told.out.trim()] : []), "refs/heads/main", "refs/heads/master"];
  for (const ref of candidates)
    if ((await git(repository, ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`], options)).ok)
      return ref;
  return null;
}
