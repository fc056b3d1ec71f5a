import type { JSONValue } from "@jmespath-community/jmespath";
import type { EventEnvelope } from "@signalbox/contract/event";
import type { TriggerContent } from "@signalbox/contract/triggers";
import { z } from "zod";
import type { Statement } from "../../../platform/database/database.ts";
import { extract, passes } from "../deciding/decision.ts";
import { begin, type Cause, overflow } from "../firing/begin.ts";
import { countFirings, firingStatement } from "../firing/firings.repository.ts";
import type { TriggersOptions } from "../options.ts";
import { contentOf, findEventTriggers, type TriggerRow } from "../triggers.repository.ts";

type OnEvent = Extract<TriggerContent, { kind: "event" }>;

const Json: z.ZodType<JSONValue> = z.json();
const hourMs = 60 * 60_000;
const freshMs = 2_000;

/**
 * Starts what triggers on events start; answers what is to be committed with the event's place in the log. Which
 * triggers there are changes with the log too: who is told of all that happened knows it in time.
 */
export function eventStarts(options: TriggersOptions): (event: EventEnvelope) => Promise<Statement[]> {
  let known: { at: number; rows: readonly TriggerRow[] } | undefined;
  const lately = new Lately();
  return async (event) => {
    const now = options.clock.now().getTime();
    // Another node may have heard of a change, and be gone since.
    const isOld = known !== undefined && Math.abs(now - known.at) > freshMs;
    if (isOld || event.type.startsWith("trigger.")) known = undefined;
    known ??= { at: now, rows: await findEventTriggers(options.db.read) };
    const statements: Statement[] = [];
    for (const row of known.rows) statements.push(...(await statementsOf(row, event, lately, options)));
    return statements;
  };
}

/** What was begun and told in the last hour: what the database has of it may be behind by a whole commit. */
class Lately {
  readonly #begun = new Map<string, Map<string, number>>();
  readonly #told = new Map<string, number>();

  begun(triggerId: string, eventId: string, now: number): void {
    const all = this.#begun.get(triggerId) ?? new Map<string, number>();
    this.#begun.set(triggerId, all.set(eventId, now));
  }

  count(triggerId: string, now: number): number {
    const all = this.#begun.get(triggerId) ?? new Map<string, number>();
    for (const [eventId, at] of all) if (now - at > hourMs) all.delete(eventId);
    return all.size;
  }

  /** Whether this is the first of its kind within an hour: it is told once, not for each event. */
  isNews(triggerId: string, word: string, now: number): boolean {
    const key = `${triggerId} ${word}`;
    const isNew = now - (this.#told.get(key) ?? Number.NEGATIVE_INFINITY) > hourMs;
    if (isNew) this.#told.set(key, now);
    return isNew;
  }
}

/** Of what does not match nothing is kept: there are too many events. */
async function statementsOf(
  row: TriggerRow,
  event: EventEnvelope,
  lately: Lately,
  options: TriggersOptions,
): Promise<Statement[]> {
  const content = contentOf(row);
  if (content.kind !== "event" || !hears(content, event.type)) return [];
  const data = Json.parse(JSON.parse(JSON.stringify(event)));
  if (passes(content.filter, data) !== null) return [];
  const found = extract(content.values, data);
  if ("reason" in found) return [];
  const now = options.clock.now().getTime();
  const key = `event:${event.id}:${row.id}`;
  const cause: Cause = { key, correlationId: event.correlationId, deliveryId: null, isOwn: true };
  if (await isTooOften(row, content.perHour, lately, options)) {
    const reason = `It began ${content.perHour} times within an hour`;
    return lately.isNews(row.id, "often", now)
      ? [firingStatement(overflow(row, cause, reason, options))]
      : [];
  }
  const firing = await begin(row, { values: found.values, what: event.type, target: null }, cause, options);
  if (firing.outcome === "started") lately.begun(row.id, event.id, now);
  else if (!lately.isNews(row.id, firing.outcome, now)) return [];
  return [firingStatement(firing)];
}

async function isTooOften(
  { id }: TriggerRow,
  perHour: number,
  lately: Lately,
  { db, clock }: TriggersOptions,
): Promise<boolean> {
  const now = clock.now().getTime();
  if (lately.count(id, now) >= perHour) return true;
  return (await countFirings(db.read, id, "started", new Date(now - hourMs))) >= perHour;
}

const hears = ({ types }: OnEvent, type: string): boolean =>
  types.some((one) => one === type || (one.endsWith(".*") && type.startsWith(one.slice(0, -1))));
