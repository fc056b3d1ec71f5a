import type { JSONValue } from "@jmespath-community/jmespath";
import { deliveryHandled } from "@signalbox/contract/deliveries";
import type { TriggerContent } from "@signalbox/contract/triggers";
import { z } from "zod";
import { messageOf } from "../../../kernel/errors.ts";
import type { Tx } from "../../../platform/database/database.ts";
import { newEvent } from "../../../platform/events/events.ts";
import { decideGithub } from "../deciding/decide-github.ts";
import { decideWebhook } from "../deciding/decide-webhook.ts";
import { type Decision, no } from "../deciding/decision.ts";
import { begin, unmatched } from "../firing/begin.ts";
import { insertFirings, type NewFiring } from "../firing/firings.repository.ts";
import type { TriggersOptions } from "../options.ts";
import { contentOf, findTriggersOfSources, type TriggerRow } from "../triggers.repository.ts";
import { type DeliveryRow, findWaiting, headersOf, moveToHandled } from "./deliveries.repository.ts";

/** What triggers see of a delivery. */
export interface Seen {
  event: string | null;
  headers: Record<string, string>;
  body: JSONValue;
}

const Json: z.ZodType<JSONValue> = z.json();

export const seenOf = (row: Pick<DeliveryRow, "event" | "headers" | "body">): Seen => ({
  event: row.event,
  headers: headersOf(row),
  body: Json.parse(JSON.parse(row.body ?? "null")),
});

/** How many are looked at together, and how large all of them may be: each is read as a whole. */
const batch = { rows: 50, bytes: 8_000_000 };

/** Lets triggers look at deliveries that wait, the oldest first; answers how many there were. */
export async function handleWaiting(options: TriggersOptions): Promise<number> {
  const { db } = options;
  const waiting = await findWaiting(db.read, batch);
  if (waiting.length === 0) return 0;
  const sources = [...new Set(waiting.map(({ source_id }) => source_id))];
  const triggers = Map.groupBy(await findTriggersOfSources(db.read, sources), ({ source_id }) => source_id);
  const looked = await Promise.all(
    waiting.map(async (row) => ({
      row,
      looks: await looksOf(row, triggers.get(row.source_id) ?? [], options),
    })),
  );
  const handled: { row: DeliveryRow; firings: NewFiring[]; started: number }[] = [];
  // Bots are started one after the other, so that each start sees what waits of its bot by then.
  for (const { row, looks } of looked) {
    const firings = await firingsOf(row, looks, options);
    handled.push({ row, firings, started: startedIn(firings) });
  }
  await db.transaction(async (tx) => {
    await insertFirings(
      tx,
      handled.flatMap(({ firings }) => firings),
    );
    await moveToHandled(tx, handled);
    for (const { row, started } of handled) tell(tx, row, started, options);
  });
  await tellPushes(waiting, options);
  return waiting.length;
}

const Push = z.object({ repository: z.object({ full_name: z.string().min(1).max(200) }) });

/** Bots that stand in a repository are looked for soon; where that can't be said they are a little later. */
async function tellPushes(rows: readonly DeliveryRow[], { bots, log }: TriggersOptions): Promise<void> {
  const pushes = rows
    .filter(({ event, body }) => event === "push" && body !== null)
    .flatMap((row) => {
      const seen = seenOrFault(row);
      const push = "fault" in seen ? undefined : Push.safeParse(seen.body).data;
      return push === undefined ? [] : [push.repository.full_name];
    });
  for (const repository of new Set(pushes))
    await bots.pushed(repository).catch((error: unknown) => {
      log.warn({ err: error }, "bots were not told of a push");
    });
}

const startedIn = (firings: readonly NewFiring[]): number =>
  firings.filter(({ outcome }) => outcome === "started").length;

interface Look {
  trigger: TriggerRow;
  decision: Decision;
}

async function looksOf(
  row: DeliveryRow,
  triggers: readonly TriggerRow[],
  options: TriggersOptions,
): Promise<Look[]> {
  if (triggers.length === 0) return [];
  const seen = seenOrFault(row);
  return Promise.all(
    triggers.map(async (trigger) => ({
      trigger,
      decision: "fault" in seen ? no(seen.fault) : await decide(contentOf(trigger), seen, options),
    })),
  );
}

/** What each trigger makes of a delivery. Bots are started by now; after a crash the same start is the same execution. */
async function firingsOf(
  row: DeliveryRow,
  looks: readonly Look[],
  options: TriggersOptions,
): Promise<NewFiring[]> {
  const firings: NewFiring[] = [];
  for (const { trigger, decision } of looks) {
    const cause = { key: `delivery:${row.id}:${trigger.id}`, correlationId: row.id, deliveryId: row.id };
    firings.push(
      decision.matches
        ? await begin(trigger, decision, cause, options)
        : unmatched(trigger, cause, decision.reason, options),
    );
  }
  return firings;
}

function seenOrFault(row: DeliveryRow): Seen | { fault: string } {
  try {
    return seenOf(row);
  } catch (error) {
    return { fault: `It can't be read any more: ${messageOf(error)}` };
  }
}

/** What can't be decided, since GitHub did not answer or the delivery is not what it seemed, does not match. */
export async function decide(
  content: TriggerContent,
  seen: Seen,
  { github, log }: Pick<TriggersOptions, "github" | "log">,
): Promise<Decision> {
  try {
    if (content.kind === "github") return await decideGithub(content, seen, github);
    return content.kind === "webhook" ? decideWebhook(content, seen) : no("It looks at no deliveries");
  } catch (error) {
    log.warn({ err: error }, "a trigger could not be decided");
    return no(`It could not be decided: ${messageOf(error)}`);
  }
}

function tell(tx: Tx, row: DeliveryRow, started: number, { events, clock }: TriggersOptions): void {
  const context = {
    ...{ at: clock.now(), actor: `source:${row.source_id}`, correlationId: row.id },
    subject: { kind: "delivery", id: row.id },
  };
  const data = { deliveryId: row.id, sourceId: row.source_id, event: row.event, started };
  events.append(tx, newEvent(deliveryHandled, context, data));
}
