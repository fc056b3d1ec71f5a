import type { ExecutionDetail } from "@signalbox/contract/executions";
import type { GitHubApi } from "../../github/index.ts";
import { outcomeErrors } from "../outcomes.errors.ts";

/** The pull request or issue that an execution is about. */
export function numberedTarget({ target }: ExecutionDetail): {
  repository: string;
  number: number;
  commit: string | null;
} {
  if (target?.number == null) throw outcomeErrors.noTarget("a pull request or an issue");
  return { ...target, number: target.number };
}

/** The repository that an outcome names, or that the execution is about, or that it works in a checkout of. */
export async function repositoryOf(
  { target, source }: ExecutionDetail,
  named: string | null,
  github: Pick<GitHubApi, "repositoryAt">,
): Promise<string> {
  const said = named ?? target?.repository;
  if (said !== undefined) return said;
  const own = source === null ? null : await github.repositoryAt(source.repository);
  if (own === null) throw outcomeErrors.noTarget("a repository");
  return own;
}
