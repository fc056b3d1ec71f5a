import type { EventEnvelope } from "@signalbox/contract/event";
import { newId } from "../../../kernel/ids.ts";
import type { Statement } from "../../../platform/database/database.ts";
import type { SubscribersOptions } from "../options.ts";
import { findEnabled, type SubscriberRow } from "../subscribers.repository.ts";
import { type Belonging, belongingOf, executionOf, hears, isOf } from "./fits.ts";
import { messageStatement } from "./messages.repository.ts";

const freshMs = 2_000;

/**
 * Writes down a message for each subscriber that asks for an event: committed with the event's place in the log, so
 * that none is lost and none is doubled. Who there is changes with the log too: who hears all of it knows in time.
 */
export function writeDown(
  options: SubscribersOptions,
  ring: () => void,
): (event: EventEnvelope) => Promise<Statement[]> {
  let known: { at: number; rows: readonly SubscriberRow[] } | undefined;
  return async (event) => {
    const now = options.clock.now();
    // Another node may have heard of a change, and be gone since.
    const isOld = known !== undefined && Math.abs(now.getTime() - known.at) > freshMs;
    if (isOld || event.type.startsWith("subscriber.")) known = undefined;
    known ??= { at: now.getTime(), rows: await findEnabled(options.db.read) };
    const hearing = known.rows.filter((row) => hears(row, event.type));
    if (hearing.length === 0) return [];
    const wanting = await wantingOf(hearing, event, options);
    if (wanting.length > 0) ring();
    const body = bodyOf(event);
    const message = { eventId: event.id, type: event.type, body, at: now };
    return wanting.map(({ id }) => messageStatement({ ...message, id: newId(), subscriberId: id }));
  };
}

async function wantingOf(
  hearing: readonly SubscriberRow[],
  event: EventEnvelope,
  options: SubscribersOptions,
): Promise<SubscriberRow[]> {
  const narrow = hearing.filter((row) => row.project_id !== null || row.bot_id !== null);
  const of = narrow.length === 0 ? belongingOf(event) : await wholeBelonging(event, options);
  return hearing.filter((row) => isOf(row, of));
}

async function wholeBelonging(
  event: EventEnvelope,
  { execution }: Pick<SubscribersOptions, "execution">,
): Promise<Belonging> {
  const told = belongingOf(event);
  const executionId = executionOf(event);
  if (executionId === null || (told.botId !== null && told.projectId !== null)) return told;
  const found = await execution(executionId);
  return { projectId: told.projectId ?? found?.projectId ?? null, botId: told.botId ?? found?.botId ?? null };
}

/** As https://www.standardwebhooks.com has it, with where the event stands beside it. */
export function bodyOf({ type, at, data, traceparent: _trace, ...event }: EventEnvelope): string {
  return JSON.stringify({ type, timestamp: at, data, event });
}
