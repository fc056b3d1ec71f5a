import type { ErrorClass } from "@signalbox/contract/executions";

/** Whether a host leaves a backend alone that fails again and again. */
export interface Breaker {
  /** Transient faults, one after the other. */
  faults: number;
  /** When one attempt is let through next; null while it is closed. */
  nextTryAt: Date | null;
}

export const closed: Breaker = { faults: 0, nextTryAt: null };

const opensAt = 5;
const restMs = 60_000;

const afterRest = (at: Date): Date => new Date(at.getTime() + restMs);

/** Until when nothing may be tried; null where something may. */
export const heldUntil = ({ nextTryAt }: Breaker, at: Date): Date | null =>
  nextTryAt !== null && nextTryAt > at ? nextTryAt : null;

/** An attempt was let through: where it is open, it is the only one for a while. */
export const afterTry = (breaker: Breaker, at: Date): Breaker =>
  breaker.nextTryAt === null ? breaker : { ...breaker, nextTryAt: afterRest(at) };

const transient: readonly (ErrorClass | null)[] = ["overloaded", "network"];

/** Null is a success, which closes it. Faults of other classes say nothing of the backend. */
export function afterEnd(breaker: Breaker, errorClass: ErrorClass | null, at: Date): Breaker {
  if (errorClass === null) return closed;
  if (!transient.includes(errorClass)) return breaker;
  const faults = Math.min(breaker.faults + 1, mostCounted);
  return { faults, nextTryAt: faults < opensAt ? null : afterRest(at) };
}

const mostCounted = 1_000_000;
