import { AppError } from "../../kernel/errors.ts";

export const executionErrors = {
  notFound: (id: string) => new AppError("not_found", "executions.not_found", `No execution ${id}`),
  notRunning: (state: string) =>
    new AppError("conflict", "executions.not_running", `The execution is not running: it is ${state}`),
  notOver: () => new AppError("conflict", "executions.not_over", "It is not over yet"),
  notResumable: (why: string) => new AppError("conflict", "executions.not_resumable", why),
  notReplayable: () =>
    new AppError(
      "conflict",
      "executions.not_replayable",
      "It went on in the session of another, which its prompt alone would begin without: go on in that session",
    ),
  budgetExceeded: (why: string) => new AppError("conflict", "executions.budget_spent", why),
  keyReused: () =>
    new AppError(
      "conflict",
      "executions.key_reused",
      "This key has started something else before: choose another",
    ),
  rangeInvalid: (mostDays: number) =>
    new AppError(
      "invalid",
      "usage.range_invalid",
      `The last day is no earlier than the first, and at most ${mostDays} days are told`,
    ),
};
