import type { RefusedHook } from "@signalbox/contract/signals";
import type { Clock } from "../../../kernel/clock.ts";
import { AppError } from "../../../kernel/errors.ts";

/** So many are remembered. */
const remembered = 50;

/** Hooks that this node turned away since it began. */
export interface Refusals {
  /** Runs what takes a hook in, and remembers why where it is turned away. */
  noting<T>(hook: { backend: string; correlationId: string }, takeIn: () => Promise<T>): Promise<T>;
  /** The newest first. */
  list(): readonly RefusedHook[];
}

export const createRefusals = (clock: Clock): Refusals => {
  const newest: RefusedHook[] = [];
  return {
    async noting({ backend, correlationId }, takeIn) {
      try {
        return await takeIn();
      } catch (error) {
        const [code, reason] =
          error instanceof AppError
            ? [error.code, error.message]
            : ["internal", "An unexpected error: see the log"];
        const named = backend.slice(0, 40);
        newest.unshift({ at: clock.now().toISOString(), backend: named, code, reason, correlationId });
        newest.splice(remembered);
        throw error;
      }
    },
    list: () => newest,
  };
};
