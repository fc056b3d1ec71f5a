import { expect, test } from "vitest";
import { lanesOf, panned, placeIn, ticksOf, zoomed } from "./timeline.ts";

const at = (time: string) => Date.parse(`2026-11-21T${time}Z`);
const whole = { from: 0, to: 1_000_000 };

test("what goes on ends now, and each mark says in words what it is", () => {
  const from = "2026-11-21T12:00:00.000Z";
  const lanes = lanesOf(
    {
      ...{ from, to: from, more: false, children: [] },
      commands: [{ id: "c", title: "Mend it", outcome: null, turnId: "t", from, to: null }],
      waits: [{ id: "w", text: "Run rm?", turnId: null, from, to: "2026-11-21T12:00:02.000Z" }],
      tools: [
        { tool: "Bash", calls: 12, failed: 1, turnId: "t", from, to: "2026-11-21T12:00:05.000Z" },
        { tool: "Bash", calls: 1, failed: 0, turnId: "u", from, to: null },
      ],
    },
    at("12:00:10"),
  );
  expect(lanes.map(({ marks }) => marks.map(({ words }) => words))).toEqual([
    ["Mend it: under way, 10 s"],
    ["Run rm?: waited 2.0 s"],
    ["12 calls, most of them Bash, 1 failed, 5.0 s", "Bash, runs for 10 s"],
    [],
  ]);
  expect(lanes.flatMap(({ marks }) => marks.map(({ tone }) => tone))).toEqual([
    "going",
    "wait",
    "failed",
    "going",
  ]);
});

test("a window narrows around a place, widens, and stays within what there is", () => {
  expect(zoomed(whole, 0.5, { whole, at: 0 })).toEqual({ from: 0, to: 500_000 });
  expect(zoomed({ from: 400_000, to: 600_000 }, 2, { whole })).toEqual({ from: 300_000, to: 700_000 });
  expect(zoomed({ from: 900_000, to: 1_000_000 }, 4, { whole })).toEqual({ from: 600_000, to: 1_000_000 });
  expect(panned({ from: 0, to: 200_000 }, -0.5, whole)).toEqual({ from: 0, to: 200_000 });
  expect(panned({ from: 0, to: 200_000 }, 0.5, whole)).toEqual({ from: 100_000, to: 300_000 });
});

test("round times are told, few of them", () => {
  const ticks = ticksOf({ from: at("12:03:20"), to: at("12:41:00") });
  expect(ticks).toEqual(["12:10:00", "12:20:00", "12:30:00", "12:40:00"].map(at));
});

test("what lies before or behind the window is cut at its ends", () => {
  expect([placeIn(-5, whole), placeIn(250_000, whole), placeIn(2_000_000, whole)]).toEqual([0, 25, 100]);
});
