import { begin } from "../firing/begin.ts";
import { insertFirings, type NewFiring } from "../firing/firings.repository.ts";
import type { TriggersOptions } from "../options.ts";
import {
  contentOf,
  type Due,
  findDue,
  findNextDue,
  moveSchedule,
  type TriggerRow,
} from "../triggers.repository.ts";
import { type Schedule, takeTurn } from "./cron.ts";

/** How many are begun before it is noted that they were. */
const batch = 20;

/** Begins what is due by the clock; answers how many there were. */
export async function tick(options: TriggersOptions): Promise<number> {
  const due = await findDue(options.db.read, "schedule", options.clock.now(), batch);
  const turns: Taken[] = [];
  // One after the other, so that each sees what waits of its bot by then.
  for (const row of due) turns.push(...(await take(row, options)));
  if (turns.length === 0) return due.length;
  await options.db.transaction(async (tx) => {
    for (const { row, next, firings } of turns) {
      // Another node that had the turn has started the same executions, by the same keys.
      if ((await moveSchedule(tx, row, next)) !== undefined) await insertFirings(tx, firings);
    }
  });
  return due.length;
}

/** When anything comes due next; null where nothing does. */
export const nextDueAt = ({ db }: TriggersOptions): Promise<Date | null> => findNextDue(db.read, "schedule");

interface Taken {
  row: TriggerRow;
  firings: readonly NewFiring[];
  next: Due | null;
}

async function take(row: TriggerRow, options: TriggersOptions): Promise<Taken[]> {
  const content = contentOf(row);
  const { next_at: nextAt, due_at: dueAt } = row;
  if (content.kind !== "schedule" || nextAt === null || dueAt === null) return [];
  const { times, passed, next } = takeTurn(content, row.id, { nextAt, dueAt }, options.clock.now());
  const firings: NewFiring[] = [];
  for (const time of times) firings.push(await beginAt(row, content, time, options));
  const [first] = firings;
  if (first !== undefined && passed > 0) first.reason += `; ${passed} times before it were missed`;
  return [{ row, firings, next }];
}

function beginAt(
  row: TriggerRow,
  { values }: Schedule,
  time: Date,
  options: TriggersOptions,
): Promise<NewFiring> {
  const at = time.toISOString();
  const key = `schedule:${row.id}:${at}`;
  const what = { values: { ...values }, what: `The schedule, ${at}`, target: null };
  return begin(row, what, { key, correlationId: key, deliveryId: null }, options);
}
