import type { Clock } from "../../../kernel/clock.ts";
import { hashSecret, newSecret } from "../../../kernel/ids.ts";
import type { Caller } from "../../../platform/http/http.ts";

const lifeMs = 30_000;

/** One-use tickets, in memory alone: a restart voids what would be void in half a minute anyway. */
export const createTickets = (clock: Clock) => {
  const issued = new Map<string, { caller: Caller; expiresAt: Date }>();

  /** Oldest first, since all live equally long. */
  const forgetExpired = () => {
    for (const [hash, { expiresAt }] of issued) {
      if (expiresAt > clock.now()) return;
      issued.delete(hash);
    }
  };

  return {
    issue(caller: Caller): { ticket: string; expiresAt: Date } {
      forgetExpired();
      const ticket = newSecret("sbx_ticket");
      const expiresAt = new Date(clock.now().getTime() + lifeMs);
      issued.set(hashSecret(ticket), { caller, expiresAt });
      return { ticket, expiresAt };
    },
    /** Who the ticket was made for; it is used up by asking. */
    redeem(ticket: string): Caller | null {
      const hash = hashSecret(ticket);
      const found = issued.get(hash);
      issued.delete(hash);
      return found !== undefined && found.expiresAt > clock.now() ? found.caller : null;
    },
  };
};
