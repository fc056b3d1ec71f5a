import { accountFaulted, accountLimited, accountRecovered } from "@signalbox/contract/accounts";
import { newId } from "../../kernel/ids.ts";
import type { Tx } from "../../platform/database/database.ts";
import { type EventLog, newEvent } from "../../platform/events/events.ts";
import type { AccountRow } from "./accounts.repository.ts";

interface By {
  at: Date;
  actor?: string;
  correlationId?: string;
}

/** Tells what became of an account where that is news, in the transaction that made it so. */
export function tellAccount(
  events: Pick<EventLog, "append">,
  tx: Tx,
  { before, after }: { before: AccountRow; after: AccountRow },
  { at, actor = "system", correlationId = newId() }: By,
): void {
  const context = { at, actor, correlationId, subject: { kind: "account", id: after.id } };
  const about = { accountId: after.id, backend: after.backend };
  if (after.fault !== null && after.fault !== before.fault)
    events.append(tx, newEvent(accountFaulted, context, { ...about, fault: after.fault }));
  if (after.fault === null && before.fault !== null)
    events.append(tx, newEvent(accountRecovered, context, about));
  const until = after.limited_until;
  if (until === null || until <= at || before.limited_until?.getTime() === until.getTime()) return;
  events.append(tx, newEvent(accountLimited, context, { ...about, until: until.toISOString() }));
}
