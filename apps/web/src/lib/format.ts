const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** One unit, for what counts up beside a lamp: `52 s`, `12 min`, `3 h`, `2 d`. */
export const roughly = (durationMs: number): string => {
  if (durationMs < minute) return `${Math.max(0, Math.floor(durationMs / second))} s`;
  if (durationMs < hour) return `${Math.floor(durationMs / minute)} min`;
  if (durationMs < day) return `${Math.floor(durationMs / hour)} h`;
  return `${Math.floor(durationMs / day)} d`;
};

/** Two units, rounded up, for what is to come: `40 s`, `12 min`, `2 h 5 min`, `3 d 4 h`. */
export const until = (durationMs: number): string => {
  const step = durationMs <= minute ? second : durationMs <= day ? minute : hour;
  const left = Math.max(step, Math.ceil(durationMs / step) * step);
  if (left < minute) return `${left / second} s`;
  if (left < hour) return `${left / minute} min`;
  return left < day
    ? inTwoUnits(left, [hour, "h"], [minute, "min"])
    : inTwoUnits(left, [day, "d"], [hour, "h"]);
};

/** Two units, for what is over; what was over at once is under a second: `< 1 s`, `840 ms`, `1.4 s`, `1 min 52 s`, `2 h 5 min`. */
export const took = (durationMs: number): string => {
  if (durationMs === 0) return "< 1 s";
  if (durationMs < second) return `${Math.round(durationMs)} ms`;
  if (durationMs < 10 * second) return `${(durationMs / second).toFixed(1)} s`;
  if (durationMs < minute) return `${Math.floor(durationMs / second)} s`;
  if (durationMs < hour) return inTwoUnits(durationMs, [minute, "min"], [second, "s"]);
  return inTwoUnits(durationMs, [hour, "h"], [minute, "min"]);
};

type Unit = [lengthMs: number, name: string];

const inTwoUnits = (durationMs: number, [large, name]: Unit, [small, smallName]: Unit): string => {
  const rest = Math.floor((durationMs % large) / small);
  return `${Math.floor(durationMs / large)} ${name}${rest === 0 ? "" : ` ${rest} ${smallName}`}`;
};

const clockParts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const toMinutes = new Intl.DateTimeFormat("en-GB", clockParts);
const toSeconds = new Intl.DateTimeFormat("en-GB", { ...clockParts, second: "2-digit" });
const toDay = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const toYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });

export const clock = (at: string | number): string => toMinutes.format(new Date(at));
export const clockWithSeconds = (at: string | number): string => toSeconds.format(new Date(at));
export const date = (at: string | number): string => toYear.format(new Date(at));

/** The clock for today, the day before it for other days, the date for other years: `13:28`, `19 Nov 13:28`. */
export const moment = (at: string | number, now: number): string => {
  const then = new Date(at);
  const today = new Date(now);
  if (then.toDateString() === today.toDateString()) return clock(at);
  return then.getFullYear() === today.getFullYear() ? `${toDay.format(then)} ${clock(at)}` : date(at);
};

/** `1 agent`, `2 agents`. */
export const count = (number: number, noun: string, plural = `${noun}s`): string =>
  `${number} ${number === 1 ? noun : plural}`;

/** `~/code/ledgerline` for a path below a home folder. */
export const shortPath = (path: string): string =>
  path.replace(/^\/(?:home|Users)\/[^/]+(?=\/|$)|^\/root(?=\/|$)/, "~");

/** On one line, cut between two words where it is longer than so many letters. */
export const shortened = (text: string, length: number): string => {
  const line = text.trim().replace(/\s+/g, " ");
  if (line.length <= length) return line;
  const end = line.lastIndexOf(" ", length);
  return `${line.slice(0, end === -1 ? length : end)}…`;
};

export const firstLine = (text: string): string => text.trimStart().split("\n", 1)[0] ?? "";
