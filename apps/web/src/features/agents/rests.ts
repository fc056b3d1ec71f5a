import { roughly } from "../../lib/format.ts";
import { type Lane, placeIn, type TimeWindow, ticksOf } from "./timeline.ts";

/** A time in which nothing was asked of the agent, and how it is told. */
export interface Rest extends TimeWindow {
  words: string;
}

/** How a window is laid out: what was done has the room, long rests are folded to a strip each. */
export interface Layout {
  window: TimeWindow;
  rests: readonly Rest[];
  /** How much time there is without the rests, in milliseconds. */
  worked: number;
  /** Where a time is drawn, in percent, cut at the ends. */
  place(at: number): number;
  /** The time that is drawn at a place, in percent. */
  timeAt(place: number): number;
}

const shortest = 2 * 60_000;
/** So much of the width one folded rest takes, and all of them. */
const strip = { each: 5, all: 40 };

/**
 * Rests that would take more room than they are worth: longer than a quarter of all that was done. Where older things
 * are left out of the lanes, nothing is known of the time before the first.
 */
export const restsIn = (lanes: readonly Lane[], window: TimeWindow, isWhole: boolean): Rest[] => {
  const busy = merged(lanes, window);
  const longEnough = Math.max(shortest, lengthOf(busy) / 4);
  const [first] = busy;
  if (first === undefined) return [];
  const ends = [isWhole ? window.from : first.from, ...busy.map(({ to }) => to)];
  const begins = [...busy.map(({ from }) => from), window.to];
  return ends
    .map((from, at) => ({ from, to: begins[at] ?? window.to }))
    .filter(({ from, to }) => to - from > longEnough)
    .map((rest) => ({ ...rest, words: `${roughly(rest.to - rest.from)} at rest` }));
};

/** What the marks of all lanes cover together, within the window. */
const merged = (lanes: readonly Lane[], window: TimeWindow): TimeWindow[] => {
  const spans = lanes
    .flatMap(({ marks }) => marks)
    .filter(({ from, to }) => to >= window.from && from <= window.to)
    .map(({ from, to }) => ({ from: Math.max(from, window.from), to: Math.min(to, window.to) }))
    .toSorted((a, b) => a.from - b.from);
  const together: TimeWindow[] = [];
  for (const span of spans) {
    const last = together.at(-1);
    if (last === undefined || span.from > last.to) together.push({ ...span });
    else last.to = Math.max(last.to, span.to);
  }
  return together;
};

const lengthOf = (spans: readonly TimeWindow[]): number =>
  spans.reduce((sum, { from, to }) => sum + to - from, 0);

interface Piece {
  time: TimeWindow;
  place: TimeWindow;
}

export const layOut = (window: TimeWindow, rests: readonly Rest[]): Layout => {
  const pieces = piecesOf(window, rests);
  const first = { time: window, place: { from: 0, to: 100 } };
  const carry = (value: number, by: "time" | "place", to: "time" | "place"): number => {
    const piece = pieces.find((one) => value <= one[by].to) ?? pieces.at(-1) ?? first;
    const part = placeIn(value, piece[by]) / 100;
    return piece[to].from + (piece[to].to - piece[to].from) * part;
  };
  return {
    window,
    rests,
    worked: window.to - window.from - lengthOf(rests),
    place: (at) => carry(at, "time", "place"),
    timeAt: (place) => carry(place, "place", "time"),
  };
};

/** The window cut at the ends of its rests, each piece with the room it has. */
const piecesOf = (window: TimeWindow, rests: readonly Rest[]): Piece[] => {
  const each = rests.length === 0 ? 0 : Math.min(strip.each, strip.all / rests.length);
  const perMs = (100 - each * rests.length) / Math.max(1, window.to - window.from - lengthOf(rests));
  const pieces: Piece[] = [];
  let [time, place] = [window.from, 0];
  const add = (to: number, width: number) => {
    pieces.push({ time: { from: time, to }, place: { from: place, to: place + width } });
    [time, place] = [to, place + width];
  };
  for (const { from, to } of rests) {
    add(from, (from - time) * perMs);
    add(to, each);
  }
  add(window.to, 100 - place);
  return pieces;
};

/** So far apart, in percent, times can be told beside one another. */
const apart = 8;

/** Times to tell along a layout: round ones, and where work went on after a rest. */
export const ticksAlong = ({ window, rests, worked, place }: Layout): number[] => {
  const ends = [window.from, ...rests.map(({ to }) => to)];
  const begins = [...rests.map(({ from }) => from), window.to];
  const round = ends.flatMap((from, at) => ticksOf({ from, to: begins[at] ?? from }, worked));
  // Among folded rests the first time is told too: the next round one may be behind them.
  const resumed = rests.length === 0 ? [] : ends.filter((at) => at < window.to);
  const kept = [...resumed];
  for (const at of round) if (kept.every((one) => Math.abs(place(one) - place(at)) >= apart)) kept.push(at);
  return spread(
    kept.toSorted((a, b) => a - b),
    place,
  );
};

/** Those that have room behind the one before, and before the end. */
const spread = (times: readonly number[], place: (at: number) => number): number[] => {
  const told: number[] = [];
  for (const at of times) {
    const last = told.at(-1);
    if (place(at) < 93 && (last === undefined || place(at) - place(last) >= apart)) told.push(at);
  }
  return told;
};
