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

/**
 * Starts what triggers on events start; answers what is to be committed with the event's place in the log. Which
 * triggers there are changes with the log too: who is told of all that happened knows it in time.
 */
export function eventStarts(options: TriggersOptions): (event: EventEnvelope) => Promise<Statement[]> {
  let known: readonly TriggerRow[] | undefined;
  return async (event) => {
    if (event.type.startsWith("trigger.")) known = undefined;
    known ??= await findEventTriggers(options.db.read);
    const statements: Statement[] = [];
    for (const row of known) statements.push(...(await statementsOf(row, event, options)));
    return statements;
  };
}

/** Of what does not match nothing is kept: there are too many events. */
async function statementsOf(
  row: TriggerRow,
  event: EventEnvelope,
  options: TriggersOptions,
): Promise<Statement[]> {
  const content = contentOf(row);
  if (content.kind !== "event" || !hears(content, event.type)) return [];
  const data = Json.parse(JSON.parse(JSON.stringify(event)));
  if (passes(content.filter, data) !== null) return [];
  const found = extract(content.values, data);
  if ("reason" in found) return [];
  const isOften = await tooOften(row, content.perHour, options);
  // It is told once that it is too much, not for each event.
  if (isOften === "told") return [];
  const what = { values: found.values, what: event.type, target: null };
  const key = `event:${event.id}:${row.id}`;
  const cause: Cause = { key, correlationId: event.correlationId, deliveryId: null, isOwn: true };
  if (!isOften) return [firingStatement(await begin(row, what, cause, options))];
  const reason = `It began ${content.perHour} times within an hour`;
  return [firingStatement(overflow(row, cause, reason, options))];
}

async function tooOften(
  { id }: TriggerRow,
  perHour: number,
  { db, clock }: TriggersOptions,
): Promise<boolean | "told"> {
  const since = new Date(clock.now().getTime() - hourMs);
  if ((await countFirings(db.read, id, "started", since)) < perHour) return false;
  return (await countFirings(db.read, id, "overflow", since)) > 0 ? "told" : true;
}

const hears = ({ types }: OnEvent, type: string): boolean =>
  types.some((one) => one === type || (one.endsWith(".*") && type.startsWith(one.slice(0, -1))));
