import { messageOf } from "../../../kernel/errors.ts";
import type { Cause } from "../firing/begin.ts";
import { fireBounded } from "../firing/fire-bounded.ts";
import { insertFirings, type NewFiring } from "../firing/firings.repository.ts";
import type { TriggersOptions } from "../options.ts";
import {
  authorizationPlace,
  contentOf,
  findDue,
  findNextDue,
  findTrigger,
  type TriggerRow,
} from "../triggers.repository.ts";
import { ask } from "./ask.ts";
import { decidePoll, type Finding, type Poll, pauseMs } from "./decide-poll.ts";
import { type Learned, movePoll, seenOf } from "./polls.repository.ts";

/** How many addresses are asked at once. */
const batch = 20;

/** Asks the addresses that are due, and begins where one answers something new; answers how many there were. */
export async function askDue(options: TriggersOptions, signal: AbortSignal): Promise<number> {
  const { db, clock } = options;
  const due = await findDue(db.read, "poll", clock.now(), batch);
  const found = await Promise.all(due.map((row) => findingOf(row, options, signal)));
  // What was broken off says nothing of the address.
  if (signal.aborted) return 0;
  const turns: { row: TriggerRow; learned: Learned; firings: NewFiring[] }[] = [];
  // One after the other, so that each sees what waits of its bot by then.
  for (const { row, poll, finding } of found.flat()) {
    // Somebody may have written it anew, or taken it away, while its address was asked.
    const now = await findTrigger(db.read, row.id);
    if (now === undefined || !now.enabled || now.next_at?.getTime() !== row.next_at?.getTime()) continue;
    turns.push({
      row,
      learned: learnedOf(row, poll, finding, clock.now()),
      firings: await firingsOf(row, poll, finding, options),
    });
  }
  if (turns.length === 0) return 0;
  await db.transaction(async (tx) => {
    // Another node that had the same answer has started the same executions, by the same keys.
    for (const { row, learned, firings } of turns)
      if ((await movePoll(tx, row, learned)) !== undefined) await insertFirings(tx, firings);
  });
  return due.length;
}

/** When an address is asked next; null where none is. */
export const nextAskAt = ({ db }: TriggersOptions): Promise<Date | null> => findNextDue(db.read, "poll");

interface Found {
  row: TriggerRow;
  poll: Poll;
  finding: Finding;
}

async function findingOf(row: TriggerRow, options: TriggersOptions, signal: AbortSignal): Promise<Found[]> {
  const poll = contentOf(row);
  if (poll.kind !== "poll") return [];
  const seen = seenOf(row);
  const shown = await authorizationOf(row, options).catch((error: unknown) => ({ fault: messageOf(error) }));
  const asked = "fault" in shown ? shown : await ask(poll, seen, { fetch: options.fetch, signal, ...shown });
  if ("fault" in asked) return [{ row, poll, finding: asked }];
  if ("answer" in asked) return [{ row, poll, finding: decidePoll(poll, seen, asked.answer) }];
  return seen === null ? [] : [{ row, poll, finding: { seen, decision: null } }];
}

async function authorizationOf(
  { id, sealed_authorization: sealed }: TriggerRow,
  { vault }: Pick<TriggersOptions, "vault">,
): Promise<{ authorization: string | null }> {
  return { authorization: sealed === null ? null : await vault.open(authorizationPlace(id), sealed) };
}

/** A fault leaves what is known as it is: what changes meanwhile is found behind it. */
function learnedOf(row: TriggerRow, poll: Poll, finding: Finding, now: Date): Learned {
  const fault = "fault" in finding ? finding.fault : null;
  const faults = fault === null ? 0 : row.faults + 1;
  const seen = "fault" in finding ? seenOf(row) : finding.seen;
  return { seen, fault, faults, nextAt: new Date(now.getTime() + pauseMs(poll, faults)) };
}

async function firingsOf(
  row: TriggerRow,
  { perHour }: Poll,
  finding: Finding,
  options: TriggersOptions,
): Promise<NewFiring[]> {
  if ("fault" in finding || finding.decision === null) return [];
  const { seen, decision } = finding;
  // The time tells two changes to the same thing apart, and the digest two things that are new at the same time.
  const key = `poll:${row.id}:${row.next_at?.toISOString()}:${seen.digest}`;
  const cause: Cause = { key, correlationId: key, deliveryId: null };
  return [await fireBounded({ row, perHour }, decision, cause, options)];
}
