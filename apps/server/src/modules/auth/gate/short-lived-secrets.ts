import type { Clock } from "../../../kernel/clock.ts";
import { hashSecret, newSecret } from "../../../kernel/ids.ts";
import type { Caller } from "../../../platform/http/http.ts";

/** Nobody needs as many at once; the oldest give way. */
const most = 10_000;

/** Secrets that stand for a caller for a while, in memory alone: a restart voids what would soon be void anyway. */
export const createShortLivedSecrets = ({
  clock,
  prefix,
  lifeMs,
}: {
  clock: Clock;
  prefix: string;
  lifeMs: number;
}) => {
  const issued = new Map<string, { caller: Caller; expiresAt: Date }>();

  /** Oldest first, since all live equally long. */
  const makeRoom = () => {
    for (const [hash, { expiresAt }] of issued) {
      if (expiresAt > clock.now() && issued.size < most) return;
      issued.delete(hash);
    }
  };

  const bearerOf = (secret: string): Caller | null => {
    const found = issued.get(hashSecret(secret));
    return found !== undefined && found.expiresAt > clock.now() ? found.caller : null;
  };

  return {
    issue(caller: Caller): { secret: string; expiresAt: Date } {
      makeRoom();
      const secret = newSecret(prefix);
      const expiresAt = new Date(clock.now().getTime() + lifeMs);
      issued.set(hashSecret(secret), { caller, expiresAt });
      return { secret, expiresAt };
    },
    /** Who it was made for. */
    bearerOf,
    /** The same; it is used up by asking. */
    redeem(secret: string): Caller | null {
      const caller = bearerOf(secret);
      issued.delete(hashSecret(secret));
      return caller;
    },
  };
};
