import type { EventTimeline } from "@signalbox/contract/event-history";

/** One bar of the strip: which share of the log it stands for, and how busy that was from 0 to 1. */
export interface Bar {
  from: number;
  to: number;
  busy: number;
}

/** How busy the log was along its length: the sooner one event followed another, the higher. */
export const barsOf = ({ points }: EventTimeline): Bar[] => {
  const [first, last] = [Number(points[0]?.position ?? 0), Number(points.at(-1)?.position ?? 0)];
  if (last <= first) return [];
  const spans = points.slice(1).map((point, index) => {
    const before = points[index] ?? point;
    const events = Number(point.position) - Number(before.position);
    const ms = Math.max(1, Date.parse(point.at) - Date.parse(before.at));
    return {
      from: Number(before.position),
      to: Number(point.position),
      rate: Math.log1p((events / ms) * 60_000),
    };
  });
  const most = Math.max(...spans.map(({ rate }) => rate), Number.MIN_VALUE);
  const share = (position: number) => (position - first) / (last - first);
  return spans.map(({ from, to, rate }) => ({ from: share(from), to: share(to), busy: rate / most }));
};

/** When the log stood at a position, between the two points beside it. */
export const timeAt = ({ points }: EventTimeline, position: number): number | null => {
  const after = points.find((point) => Number(point.position) >= position);
  const before = points.findLast((point) => Number(point.position) <= position);
  if (after === undefined || before === undefined) return null;
  const [from, to] = [Number(before.position), Number(after.position)];
  const share = to === from ? 0 : (position - from) / (to - from);
  return Date.parse(before.at) + share * (Date.parse(after.at) - Date.parse(before.at));
};
