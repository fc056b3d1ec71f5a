import type { ErrorClass, ExecutionAttempt } from "@signalbox/contract/executions";
import type { Verdict } from "../running/verdict.ts";

/** What is known of an attempt that is over. */
export interface PastAttempt {
  link: number;
  error_class: ErrorClass | null;
  asks: ExecutionAttempt["asks"];
}

/** Whatever is tried again, there is an end to it. */
const mostAttempts = 12;
const [firstWaitMs, longestWaitMs] = [5_000, 5 * 60_000];

/** It passes by itself: the same again may help. */
const passing: ReadonlySet<ErrorClass> = new Set(["overloaded", "network"]);
/** The same account does not help; another one may, and another CLI. */
const ofAccount: ReadonlySet<ErrorClass> = new Set(["rate_limit", "authentication", "billing"]);
/** The same link never helps; another one may. */
const ofLink: ReadonlySet<ErrorClass> = new Set(["missing", "context_too_long"]);
/** Told before anything was started: by a CLI that may not run there. */
const ofPlace: ErrorClass = "refused";

const passingOn = (link: number, past: readonly PastAttempt[]): number =>
  past.filter((one) => one.link === link && one.error_class !== null && passing.has(one.error_class)).length;

/** Links that this execution has no more use for. */
export function spentLinks(past: readonly PastAttempt[], retries: number): ReadonlySet<number> {
  const spent = past.filter(
    ({ link, error_class: fault }) =>
      fault !== null &&
      (ofLink.has(fault) || fault === ofPlace || (passing.has(fault) && passingOn(link, past) > retries)),
  );
  return new Set(spent.map(({ link }) => link));
}

/** Accounts that can't be used until somebody does something, as its own attempts saw. */
export const failedAccounts = (
  past: readonly (Pick<PastAttempt, "error_class"> & { account_id: string | null })[],
): string[] =>
  past.flatMap(({ account_id: id, error_class: fault }) =>
    id !== null && (fault === "authentication" || fault === "billing") ? [id] : [],
  );

interface Ended {
  verdict: Pick<Verdict, "state" | "errorClass">;
  /** With the one that just ended; the oldest first. */
  past: readonly PastAttempt[];
  retries: number;
  /** From 0 to 1. */
  chance: number;
}

/** After what time another attempt is worth it; null where none is. Which link it takes is told by who can take it. */
export function anotherAfterMs({ verdict, past, retries, chance }: Ended): number | null {
  const { state, errorClass } = verdict;
  const last = past.at(-1);
  if (last === undefined || errorClass === null || past.length >= mostAttempts) return null;
  if (state !== "failed" && state !== "timed_out") return null;
  if (errorClass === "result_invalid") return past.some(({ asks }) => asks === "repair") ? null : 0;
  if (ofAccount.has(errorClass) || ofLink.has(errorClass)) return 0;
  if (!passing.has(errorClass)) return null;
  const times = passingOn(last.link, past);
  return times > retries ? 0 : backoffMs(times, chance);
}

/** Doubled each time, and somewhat less by chance: what failed at once is not to come again at once. */
const backoffMs = (times: number, chance: number): number =>
  Math.round(Math.min(longestWaitMs, firstWaitMs * 2 ** (times - 1)) * (1 - chance / 2));

/** Whether its session is worth going on with: it was cut off by something that passes. */
export const isCutOff = ({ error_class: fault }: Pick<PastAttempt, "error_class">): boolean =>
  fault !== null && (passing.has(fault) || fault === "rate_limit");
