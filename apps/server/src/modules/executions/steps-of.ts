import type { ExecutionStep } from "@signalbox/contract/executions";
import type { ExecutionOutcome } from "@signalbox/contract/outcomes";

interface Times {
  queued_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
}

/** The way of an execution: until its turn came, what was written down of it since, and until its outcomes are settled. */
export function stepsOf(
  { queued_at, started_at, ended_at }: Times,
  written: readonly ExecutionStep[],
  outcomes: readonly Pick<ExecutionOutcome, "state" | "settledAt">[],
): ExecutionStep[] {
  const queued: ExecutionStep = {
    ...{ name: "queued", at: queued_at.toISOString() },
    endedAt: (started_at ?? ended_at)?.toISOString() ?? null,
  };
  const due = outcomes.filter(({ state }) => state !== "skipped");
  if (ended_at === null || due.length === 0) return [queued, ...written];
  const settled = due.map(({ settledAt }) => settledAt);
  const last = settled.reduce((a, b) => (a === null || b === null ? null : a > b ? a : b));
  return [queued, ...written, { name: "outcome", at: ended_at.toISOString(), endedAt: last }];
}
