import { expect, test } from "vitest";
import { type Cell, groupTaken } from "./group-taken.ts";

const cell = (day: string, key: string | null, some: Partial<Cell> = {}): Cell => ({
  ...{
    day,
    key,
    backend: "claude",
    name: null,
    executions: 1,
    attempts: 1,
    tokens: 10,
    costMicros: 0,
    ms: 0,
  },
  ...some,
});

test("what each took is told by day, what cost most first, and all of it together", () => {
  const cells = [
    cell("2026-12-02", "a", { costMicros: 5 }),
    cell("2026-12-01", "a", { costMicros: 1 }),
    cell("2026-12-01", "b", { costMicros: 7 }),
    cell("2026-12-01", null, { tokens: 99 }),
  ];
  const { groups, days, sum, rest } = groupTaken(cells, "project");
  expect(groups.map(({ id, sum: { costMicros } }) => [id, costMicros])).toEqual([
    ["b", 7],
    ["a", 6],
    [null, 0],
  ]);
  expect(groups[1]?.days.map(({ day, costMicros }) => [day, costMicros])).toEqual([
    ["2026-12-01", 1],
    ["2026-12-02", 5],
  ]);
  expect(days.map(({ day, costMicros }) => [day, costMicros])).toEqual([
    ["2026-12-01", 8],
    ["2026-12-02", 5],
  ]);
  expect(sum).toMatchObject({ costMicros: 13, executions: 4, tokens: 129 });
  expect(rest).toBeNull();
});

test("minutes are those of all time together, not of each part by itself", () => {
  const cells = [cell("2026-12-01", "a", { ms: 40_000 }), cell("2026-12-02", "a", { ms: 40_000 })];
  expect(groupTaken(cells, "bot")).toMatchObject({ sum: { minutes: 1 }, groups: [{ sum: { minutes: 1 } }] });
});

test("the same model of two CLIs is two, and what a CLI chose itself is a group of its own", () => {
  const cells = [
    cell("2026-12-01", "m"),
    cell("2026-12-01", "m", { backend: "opencode" }),
    cell("2026-12-01", null),
  ];
  expect(groupTaken(cells, "model").groups.map(({ model }) => model)).toEqual([
    { backend: "claude", name: "m" },
    { backend: "opencode", name: "m" },
    { backend: "claude", name: null },
  ]);
});

test("beyond twenty the others stand together, and nothing is lost", () => {
  const cells = Array.from({ length: 25 }, (_, n) => cell("2026-12-01", String(n), { costMicros: n }));
  const { groups, rest, sum } = groupTaken(cells, "bot");
  expect(groups).toHaveLength(20);
  expect(rest).toMatchObject({ executions: 5, costMicros: 0 + 1 + 2 + 3 + 4 });
  expect(groups.reduce((all, one) => all + one.sum.costMicros, rest?.costMicros ?? 0)).toBe(sum.costMicros);
});
