import type { Status } from "@signalbox/contract/attention";
import { startOfDay, untilTomorrow } from "../../lib/day.ts";

const hourMs = 3_600_000;

export interface HourBar {
  at: number;
  /** Null for an hour that is still to come. */
  completed: number | null;
}

/** Every hour of the day at `now`, those to come included: a bar's place tells its hour, however few there are. */
export const hourBars = (hours: Status["today"]["hours"], now: number): HourBar[] => {
  const counted = new Map(hours.map(({ hour, completed }) => [Date.parse(hour), completed]));
  // The server counts by the hours of UTC, which begin at another minute in some time zones.
  const first = Math.floor(startOfDay(now).getTime() / hourMs) * hourMs;
  const length = Math.ceil((now + untilTomorrow(now) - first) / hourMs);
  return Array.from({ length }, (_, index) => {
    const at = first + index * hourMs;
    return { at, completed: at > now ? null : (counted.get(at) ?? 0) };
  });
};
