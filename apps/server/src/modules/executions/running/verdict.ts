import type { ErrorClass } from "@signalbox/contract/executions";
import { messageOf } from "../../../kernel/errors.ts";
import type { Exit } from "../../../platform/supervisor/spec.ts";
import type { Over } from "../execution-moves.repository.ts";
import type { ExecutionRow } from "../executions.repository.ts";
import { schemaOf } from "../present-execution.ts";
import { faultOfResult } from "../result-schema.ts";

type Heard = Pick<
  ExecutionRow,
  "result" | "error_class" | "reason" | "backend" | "over_budget" | "cancel_asked"
>;
export type Verdict = Pick<Over, "state" | "reason" | "errorClass">;

export const failed = (reason: string, errorClass: ErrorClass): Verdict => ({
  state: "failed",
  reason,
  errorClass,
});

export const notStarted = (error: unknown): Verdict =>
  failed(`It could not be started: ${messageOf(error)}`, "unknown");

/** What became of an execution. The exit code alone says nothing: a CLI may end with 0 and not have done it. */
export function verdictOf(row: Heard, exit: Exit): Verdict {
  const verdict = endOf(row, exit);
  if (exit.lost === 0) return verdict;
  const lines = `${exit.lost} ${exit.lost === 1 ? "line" : "lines"}`;
  const gap = `${lines} of its output were lost, since there was no room on the disk`;
  return { ...verdict, reason: verdict.reason === null ? gap : `${verdict.reason}; ${gap}` };
}

function endOf(row: Heard, exit: Exit): Verdict {
  if (exit.failed !== null) return failed(`${row.backend} could not be started: ${exit.failed}`, "missing");
  if (exit.stopped === "asked")
    return isWished(row) ? endedOnRequest(row) : interruptedBy("its supervisor was told to end");
  if (exit.stopped === "deadline") return { ...timedOut, ...whatHeldIt(row) };
  if (row.error_class !== null) return failed(row.reason ?? "It says that it failed", row.error_class);
  if (row.result !== null) return { state: "succeeded", reason: row.reason, errorClass: null };
  if (exit.signal !== null || (exit.code ?? 0) > 128) {
    return interruptedBy(exit.signal ?? `exit code ${exit.code}`);
  }
  return failed(`It ended without a result (exit code ${exit.code})`, "unknown");
}

const interruptedBy = (how: string): Verdict => ({
  ...{ state: "interrupted", reason: `Something else ended it (${how})`, errorClass: null },
});

/** By a person, or for a budget. */
const isWished = (row: Pick<ExecutionRow, "cancel_asked" | "over_budget">): boolean =>
  row.cancel_asked || row.over_budget !== null;

/** A CLI that sits out a fault tells of it, and then waits. */
const whatHeldIt = ({ error_class, reason }: Heard): Partial<Verdict> =>
  error_class === null
    ? {}
    : { reason: `${timedOut.reason} while it waited: ${reason ?? error_class}`, errorClass: error_class };

/** One that went well failed all the same where its result is not what was demanded. */
export function heldAgainstSchema(
  row: Pick<ExecutionRow, "result" | "result_schema">,
  verdict: Verdict,
): Verdict {
  const schema = schemaOf(row);
  if (verdict.state !== "succeeded" || schema === null) return verdict;
  const fault = faultOfResult(row.result ?? "", schema);
  return fault === null ? verdict : failed(fault, "result_invalid");
}

const cancelled: Verdict = { state: "cancelled", reason: "It was cancelled", errorClass: null };

/** Somebody wished its end, or a budget was spent. */
export const endedOnRequest = ({ over_budget: why }: Pick<ExecutionRow, "over_budget">): Verdict =>
  why === null ? cancelled : failed(why, "budget");

export const timedOut: Verdict = { state: "timed_out", reason: "Its time was over", errorClass: null };

/** Neither its supervisor nor its end is there: it was killed, or the machine went. It may have been wished so. */
export const vanishedOf = (row: Pick<ExecutionRow, "cancel_asked" | "over_budget">): Verdict =>
  isWished(row)
    ? endedOnRequest(row)
    : {
        state: "interrupted",
        reason: "What ran it went away without a word: it was killed, or the machine was started anew",
        errorClass: null,
      };
