import type { Scope } from "@signalbox/contract/common";
import type { Clock } from "../../kernel/clock.ts";
import type { Caller } from "../../platform/http/http.ts";

/** Tells those who hold something open for a caller when it is let in no longer. */
export interface Departures {
  /** Tells once: when it was ended or revoked, may do less, or at its expiry. Answers how to wait no longer. */
  onceOver(caller: Caller, tell: () => void): () => void;
  /** Looks anew after these, now that something became of them. */
  lookAfter(those: (caller: Caller) => boolean): void;
}

/** A caller as it is let in now. */
interface Found {
  expiresAt: Date | null;
  caller: Pick<Caller, "scopes">;
}

interface Waiting {
  caller: Caller;
  look(): Promise<void>;
}

/** A use may put an end off, and a timer takes no more than 24 days: so it is looked again now and then. */
const longestMs = 60 * 60_000;
/** While the database is away nothing happens that could be told: that is no reason to send anybody away. */
const awayMs = 1_000;

export const createDepartures = (options: {
  clock: Clock;
  /** Finds one in use. */
  find(id: string): Promise<Found | undefined>;
}): Departures => {
  const { clock, find } = options;
  const waiting = new Set<Waiting>();

  return {
    onceOver(caller, tell) {
      let timer: NodeJS.Timeout | undefined;
      const stop = () => {
        waiting.delete(one);
        clearTimeout(timer);
      };
      const lookIn = (ms: number) => {
        if (!waiting.has(one)) return;
        clearTimeout(timer);
        timer = setTimeout(look, ms).unref();
      };
      const look = () =>
        find(caller.id).then(
          (found) => {
            if (found !== undefined && mayAll(found, caller.scopes))
              return lookIn(untilExpiry(found, clock.now()));
            if (!waiting.has(one)) return;
            stop();
            tell();
          },
          () => lookIn(awayMs),
        );
      const one = { caller, look };
      waiting.add(one);
      // It may have ended since it was let in.
      void look();
      return stop;
    },
    lookAfter(those) {
      for (const { caller, look } of waiting) if (those(caller)) void look();
    },
  };
};

/** Who may do less comes back with what it has. */
const mayAll = ({ caller }: Found, scopes: readonly Scope[]): boolean =>
  scopes.every((scope) => caller.scopes.includes(scope));

const untilExpiry = ({ expiresAt }: Found, now: Date): number =>
  expiresAt === null ? longestMs : Math.min(Math.max(expiresAt.getTime() - now.getTime(), 1), longestMs);
