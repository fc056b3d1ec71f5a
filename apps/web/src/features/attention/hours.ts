import type { Status } from "@signalbox/contract/attention";

const hourMs = 3_600_000;

export interface HourBar {
  at: number;
  completed: number;
}

/** Every hour from the first one with a command to this one, quiet ones included. */
export const hourBars = (hours: Status["today"]["hours"], now: number): HourBar[] => {
  const counted = new Map(hours.map(({ hour, completed }) => [Date.parse(hour), completed]));
  const last = Math.floor(now / hourMs) * hourMs;
  const first = Math.min(last, ...counted.keys());
  return Array.from({ length: (last - first) / hourMs + 1 }, (_, index) => {
    const at = first + index * hourMs;
    return { at, completed: counted.get(at) ?? 0 };
  });
};
