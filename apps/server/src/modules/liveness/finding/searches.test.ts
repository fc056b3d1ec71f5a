import { expect, test } from "vitest";
import { Searches } from "./searches.ts";

test("a process whose session was not found is looked up more and more seldom", () => {
  const searches = new Searches();
  const at = (now: number) => searches.isDue("7", { now, unplaced: [] });
  expect([at(0), at(4_000), at(5_000), at(14_000), at(15_000)]).toEqual([true, false, true, false, true]);
});

test("and at once, a few times, when a session is heard of that has no process yet", () => {
  const searches = new Searches();
  const at = (now: number, ...unplaced: string[]) => searches.isDue("7", { now, unplaced });
  expect([at(0), at(1), at(2, "s"), at(3, "s"), at(4, "s"), at(5, "s")]).toEqual([
    ...[true, false, true, true, true, false],
  ]);
  expect(at(6, "s", "another")).toBe(true);
});
