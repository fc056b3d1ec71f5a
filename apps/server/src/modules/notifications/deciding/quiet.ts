import type { NotificationPreferences } from "@signalbox/contract/notifications";

const minuteMs = 60_000;
const dayMinutes = 24 * 60;

/** The end of the quiet hours that an instant is in, else null. */
export function quietUntil(
  { quiet, timeZone }: Pick<NotificationPreferences, "quiet" | "timeZone">,
  at: Date,
): Date | null {
  if (quiet === null) return null;
  const [from, until] = [minutesOf(quiet.from), minutesOf(quiet.until)];
  const now = minuteOfDay(at, timeZone);
  const since = (now - from + dayMinutes) % dayMinutes;
  const length = (until - from + dayMinutes) % dayMinutes;
  if (since >= length) return null;
  const end = new Date(Math.floor(at.getTime() / minuteMs) * minuteMs + (length - since) * minuteMs);
  // A clock that is put forward or back in between makes the end come earlier or later.
  const late = (minuteOfDay(end, timeZone) - until + dayMinutes + dayMinutes / 2) % dayMinutes;
  return new Date(end.getTime() - (late - dayMinutes / 2) * minuteMs);
}

const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
};

function minuteOfDay(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return read("hour") * 60 + read("minute");
}
