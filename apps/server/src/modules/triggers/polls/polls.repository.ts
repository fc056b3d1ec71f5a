import { storableText } from "../../../kernel/json.ts";
import { redactText } from "../../../kernel/redact.ts";
import type { Tx } from "../../../platform/database/database.ts";
import type { TriggerRow } from "../triggers.repository.ts";
import { Seen } from "./decide-poll.ts";

export const seenOf = ({ seen }: Pick<TriggerRow, "seen">): Seen | null =>
  seen === null ? null : Seen.parse(seen);

/** What is known once an address was asked. */
export interface Learned {
  seen: Seen | null;
  fault: string | null;
  faults: number;
  nextAt: Date;
}

/** Notes what an address answered; undefined where another node did, or somebody wrote the trigger anew. */
export const movePoll = (
  tx: Tx,
  { id, next_at }: Pick<TriggerRow, "id" | "next_at">,
  { seen, fault, faults, nextAt }: Learned,
): Promise<TriggerRow | undefined> =>
  tx
    .updateTable("triggers")
    .set({
      ...{ seen: seen === null ? null : JSON.stringify(seen), next_at: nextAt, due_at: nextAt, faults },
      fault: fault === null ? null : storableText(redactText(fault), 500),
    })
    .where("id", "=", id)
    .where("kind", "=", "poll")
    .where("next_at", next_at === null ? "is" : "=", next_at)
    .returningAll()
    .executeTakeFirst();
