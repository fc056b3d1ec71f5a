import { expect, test } from "vitest";
import { layOut, restsIn, ticksAlong } from "./rests.ts";
import type { Lane } from "./timeline.ts";

const hour = 3_600_000;
const minute = 60_000;
const lane = (...spans: readonly [from: number, to: number][]): Lane => ({
  name: "Commands",
  marks: spans.map(([from, to]) => ({
    ...{ key: `${from}`, from, to, words: "", turnId: null, agentId: null },
    tone: "plain" as const,
  })),
});
const day = { from: 0, to: 10 * hour };
/** Two pieces of work of ten minutes, nine hours apart. */
const twoCommands = [
  lane([0, 10 * minute]),
  lane([5 * minute, 8 * minute], [9.5 * hour, 9.5 * hour + 10 * minute]),
];

test("a long rest between two commands is folded, and said how long it was", () => {
  const rests = restsIn(twoCommands, day, true);
  expect(rests.map(({ words }) => words)).toEqual(["9 h at rest", "20 min at rest"]);
  const { place } = layOut(day, rests);
  expect(place(0)).toBe(0);
  expect(place(10 * hour)).toBeCloseTo(100);
  expect(place(10 * minute)).toBeCloseTo(45);
  // What was done before the rest has as much room as what was done after it.
  expect(place(9.5 * hour)).toBeCloseTo(50);
  expect(place(9.5 * hour + 10 * minute)).toBeCloseTo(95);
});

test("a place leads back to its time, in a rest as well", () => {
  const { place, timeAt } = layOut(day, restsIn(twoCommands, day, true));
  for (const at of [0, 3 * minute, 5 * hour, 9.6 * hour, 10 * hour])
    expect(timeAt(place(at))).toBeCloseTo(at);
  expect([place(-hour), place(11 * hour)]).toEqual([0, 100]);
});

test("a pause that is short beside what was done stays as it is", () => {
  const rests = restsIn([lane([0, 2 * hour], [2.4 * hour, 10 * hour])], day, true);
  expect(rests).toEqual([]);
  expect(layOut(day, rests).place(5 * hour)).toBe(50);
});

test("where older things are left out, what came before the first is no rest", () => {
  const late = [lane([9 * hour, 10 * hour])];
  expect(restsIn(late, day, true).map(({ words }) => words)).toEqual(["9 h at rest"]);
  expect(restsIn(late, day, false)).toEqual([]);
});

test("many rests leave room for what was done", () => {
  const many = [
    lane(
      ...Array.from({ length: 60 }, (_, at): [number, number] => [
        at * 10 * minute,
        at * 10 * minute + 1_000,
      ]),
    ),
  ];
  const { place, rests } = layOut(day, restsIn(many, day, true));
  expect(rests).toHaveLength(60);
  expect(place(30 * 10 * minute)).toBeCloseTo(50, 0);
});

test("a window in which nothing was done is not folded", () => {
  expect(restsIn([lane([-hour, -minute])], day, true)).toEqual([]);
});

test("times are told where something was done, few of them, and where work went on after a rest", () => {
  const rests = restsIn(twoCommands, day, true);
  const layout = layOut(day, rests);
  const ticks = ticksAlong(layout);
  expect(ticks.length).toBeLessThanOrEqual(10);
  expect(ticks).toContain(9.5 * hour);
  expect(ticks.some((at) => at > 11 * minute && at < 9.4 * hour)).toBe(false);
});
