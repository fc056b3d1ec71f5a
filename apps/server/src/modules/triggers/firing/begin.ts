import { AppError, messageOf } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/ids.ts";
import { databaseFault } from "../../../platform/database/connection-faults.ts";
import type { Begin } from "../deciding/decision.ts";
import type { TriggersOptions } from "../options.ts";
import type { TriggerRow } from "../triggers.repository.ts";
import type { NewFiring } from "./firings.repository.ts";

/** What made a trigger begin. */
export interface Cause {
  /** The same again is the same execution. */
  key: string;
  correlationId: string;
  deliveryId: string | null;
  /** Something of Signalbox's own, which other starts may have led to. */
  isOwn?: true;
}

/** Executions that one thing that happened may lead to, one through the other. */
const deepest = 5;

/** What a bot may take is taken: a start later on may be another matter. */
const budgetExceeded = "executions.budget_spent";

type Means = Pick<TriggersOptions, "bots" | "clock" | "log">;

/** Starts the bot of a trigger that matched; what keeps it from starting is told, not thrown. */
export async function begin(
  trigger: TriggerRow,
  found: Begin,
  cause: Cause,
  means: Means,
): Promise<NewFiring> {
  try {
    return await startUnlessTooMany(trigger, found, cause, means);
  } catch (error) {
    // Where the database can't be reached all of it is done again; nothing else keeps others waiting.
    if (isOutage(error)) throw error;
    const isExpected = error instanceof AppError && error.kind !== "internal";
    means.log[isExpected ? "info" : "error"]({ err: error, triggerId: trigger.id }, "a bot was not started");
    const outcome = isExpected && error.code === budgetExceeded ? "overflow" : "refused";
    return firingOf(trigger, cause, means)(outcome, `${found.what}: ${messageOf(error)}`);
  }
}

const isOutage = (error: unknown): boolean =>
  error instanceof AppError
    ? error.kind === "unavailable"
    : error instanceof Error && databaseFault(error) !== undefined;

async function startUnlessTooMany(
  trigger: TriggerRow,
  { target, what: name, values: found }: Begin,
  cause: Cause,
  means: Means,
): Promise<NewFiring> {
  const { bots } = means;
  const { correlationId, key } = cause;
  const firing = firingOf(trigger, cause, means);
  // A server that went right behind the start has counted it among those that are too many by now.
  const before = await bots.startedBy(key, trigger.bot_id);
  if (before !== null) return firing("started", name, before.id);
  const { enabled, content } = await bots.get(trigger.bot_id);
  if (!enabled) return firing("refused", `${name}: the bot is switched off`);
  if (cause.isOwn && (await bots.correlated(correlationId)) >= deepest)
    return firing("overflow", `${name}: more than ${deepest} executions for one thing that happened`);
  if ((await bots.waiting(trigger.bot_id)) >= content.queue)
    return firing("overflow", `${name}: ${content.queue} of the bot's executions wait already`);
  const known = new Set(content.variables.map((variable) => variable.name));
  const values = Object.fromEntries(Object.entries(found).filter(([one]) => known.has(one)));
  const by = { actor: `trigger:${trigger.id}`, correlationId, userId: trigger.user_id };
  const start = { key, values, target, name, ...by };
  return firing("started", name, (await bots.begin(trigger.bot_id, start)).id);
}

/** One that matched and does not begin. */
export const overflow = (trigger: TriggerRow, cause: Cause, reason: string, means: Means): NewFiring =>
  firingOf(trigger, cause, means)("overflow", reason);

/** One that does not begin, and why. */
export const unmatched = (trigger: TriggerRow, cause: Cause, reason: string, means: Means): NewFiring =>
  firingOf(trigger, cause, means)("unmatched", reason);

const firingOf =
  (trigger: TriggerRow, { deliveryId }: Cause, { clock }: Means) =>
  (outcome: NewFiring["outcome"], reason: string, executionId: string | null = null): NewFiring => ({
    ...{ id: newId(), triggerId: trigger.id, botId: trigger.bot_id, kind: trigger.kind, at: clock.now() },
    ...{ outcome, reason, executionId, deliveryId },
  });
