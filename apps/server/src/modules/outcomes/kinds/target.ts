import type { ExecutionDetail } from "@signalbox/contract/executions";
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

/** The repository that an outcome names, or that the execution is about. */
export function repositoryOf({ target }: ExecutionDetail, named: string | null): string {
  const repository = named ?? target?.repository;
  if (repository === undefined) throw outcomeErrors.noTarget("a repository");
  return repository;
}
