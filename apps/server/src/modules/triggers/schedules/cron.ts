import { createHash } from "node:crypto";
import type { TriggerContent } from "@signalbox/contract/triggers";
import { Cron } from "croner";
import { messageOf } from "../../../kernel/errors.ts";
import { triggerErrors } from "../triggers.errors.ts";
import type { Due } from "../triggers.repository.ts";

export type Schedule = Extract<TriggerContent, { kind: "schedule" }>;

/** @throws AppError `triggers.cron_invalid` */
export function checkCron(schedule: Schedule, now: Date): void {
  const { cron, timeZone } = schedule;
  let next: Date | null;
  try {
    next = new Cron(cron, { timezone: timeZone }).nextRun(now);
  } catch (error) {
    throw triggerErrors.cronInvalid(`"${cron}" in ${timeZone}: ${messageOf(error)}`);
  }
  if (next === null) throw triggerErrors.cronInvalid(`"${cron}" never comes`);
}

/** The time that comes after another one; null where none does. A time that a clock change leaves out comes with it. */
export const nextDue = (schedule: Schedule, id: string, after: Date): Due | null =>
  dueBehind(cronOf(schedule), schedule, id, after);

const cronOf = ({ cron, timeZone }: Schedule): Cron => new Cron(cron, { timezone: timeZone });

function dueBehind(cron: Cron, { jitterSeconds }: Schedule, id: string, after: Date): Due | null {
  const nextAt = cron.nextRun(after);
  if (nextAt === null) return null;
  if (jitterSeconds === 0) return { nextAt, dueAt: nextAt };
  // No time is put off until the one behind it, which would be late then.
  const room = (cron.nextRun(nextAt)?.getTime() ?? Number.POSITIVE_INFINITY) - nextAt.getTime() - 1;
  const jitterMs = Math.min(room, jitterSeconds * 1_000);
  return { nextAt, dueAt: new Date(nextAt.getTime() + jitterOf(id, nextAt, jitterMs)) };
}

/** Always the same for the same time, so that every node, and whoever looks ahead, knows it. */
function jitterOf(id: string, at: Date, mostMs: number): number {
  const draw = createHash("sha256").update(`${id} ${at.getTime()}`).digest().readUInt32BE(0);
  return Math.floor((draw / 2 ** 32) * (mostMs + 1));
}

/** What is to be done about a schedule that is due. */
export interface Turn {
  /** The times to begin for. */
  times: readonly Date[];
  /** How many times passed for which nothing begins. */
  passed: number;
  next: Due | null;
}

/** A time that is this late was missed: no server ran, or all were too busy. */
const lateMs = 60_000;
/** Of times that were missed, at most so many begin. */
const mostMissed = 100;
/** Nobody needs to know of more, nor to wait while they are counted. */
const mostCounted = 1_000;

/** Decides what begins now, by what the schedule says of times that were missed. */
export function takeTurn(schedule: Schedule, id: string, first: Due, now: Date): Turn {
  const cron = cronOf(schedule);
  const due: Due[] = [];
  let next: Due | null = first;
  while (next !== null && next.dueAt <= now && due.length < mostCounted) {
    due.push(next);
    next = dueBehind(cron, schedule, id, next.nextAt);
  }
  // After a time beyond counting it goes on from now.
  if (next !== null && next.dueAt <= now) next = nextDue(schedule, id, now);
  const times = timesOf(schedule.missed, due, now);
  return { times, passed: due.length - times.length, next };
}

function timesOf(missed: Schedule["missed"], due: readonly Due[], now: Date): Date[] {
  const isLate = ({ dueAt }: Due) => now.getTime() - dueAt.getTime() > lateMs;
  const all = due.map(({ nextAt }) => nextAt);
  if (missed === "skip") return due.filter((one) => !isLate(one)).map(({ nextAt }) => nextAt);
  if (missed === "all") return all.slice(-mostMissed);
  return due.some(isLate) ? all.slice(-1) : all;
}
