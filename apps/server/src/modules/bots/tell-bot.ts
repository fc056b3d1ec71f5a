import type { botCreated, botUpdated } from "@signalbox/contract/bots";
import type { Tx } from "../../platform/database/database.ts";
import { type EventLog, newEvent } from "../../platform/events/events.ts";
import type { Cause } from "../../platform/http/http.ts";
import type { Audit } from "../auth/index.ts";
import type { BotRow } from "./bots.repository.ts";

/** Who writes something, with what people call them. */
export type WrittenBy = Cause & { name: string };

export interface Tellers {
  events: Pick<EventLog, "append">;
  audit: Pick<Audit, "record">;
}

/** Tells and records what became of a bot, in the transaction that made it so. */
export const tellBot =
  ({ events, audit }: Tellers) =>
  async (
    tx: Tx,
    definition: typeof botCreated | typeof botUpdated,
    row: BotRow,
    { name: _, ...by }: WrittenBy,
  ): Promise<void> => {
    const { id: botId, name, version } = row;
    const subject = { kind: "bot", id: botId };
    const { actor, correlationId } = by;
    const context = { at: row.updated_at, actor, correlationId, subject };
    events.append(
      tx,
      newEvent<string, typeof botCreated.data>(definition, context, { botId, name, version }),
    );
    await audit.record(tx, { ...by, action: definition.type, subject, detail: { name, version } });
  };
