import { expect, test } from "vitest";
import type { Condition, HealthPart } from "../../../kernel/health.ts";
import { createHealthReport } from "./health-report.ts";

const start = new Date("2026-11-22T12:00:00.000Z").getTime();

const aReport = (...parts: HealthPart[]) => {
  let now = start;
  const ask = createHealthReport({
    parts,
    clock: { now: () => new Date(now) },
    version: "1.2.3",
    patienceMs: 30,
  });
  return {
    ask,
    later: (ms: number) => {
      now += ms;
      return ask();
    },
  };
};

const aPart = (name: string, check: () => Promise<Condition> | Condition): HealthPart => ({
  name,
  title: name,
  check,
});
const well = () => ({ status: "ok" as const, reason: "All is well" });

test("the report is as bad as its worst part, and says why and what to do", async () => {
  const bad = aPart("disk", () => ({
    status: "warning",
    reason: "Little room",
    cure: "Free some",
    facts: { free: "1 GB" },
  }));
  const { status, parts } = await aReport(aPart("a", well), bad).ask();
  expect(status).toBe("warning");
  expect(parts.map(({ name, cure }) => [name, cure])).toEqual([
    ["a", null],
    ["disk", "Free some"],
  ]);
  expect(parts[1]?.facts).toEqual([{ word: "free", value: "1 GB" }]);
});

test("a part that never answers, or fails to, is told as failing and holds up nobody", async () => {
  const dead = aPart("dead", () => new Promise(() => {}));
  const broken = aPart("broken", () => Promise.reject(new Error("no such thing")));
  const { parts } = await aReport(aPart("a", well), dead, broken).ask();
  expect(parts.map(({ status }) => status)).toEqual(["ok", "failing", "failing"]);
  expect(parts[2]?.reason).toContain("no such thing");
});

test("asked again at once, no part is asked again; later, what changed is remembered", async () => {
  let asked = 0;
  const report = aReport(
    aPart("a", () => (asked++ === 0 ? well() : { status: "failing", reason: "It broke" })),
  );
  await Promise.all([report.ask(), report.ask()]);
  expect(asked).toBe(1);
  const { parts } = await report.later(5_000);
  expect(parts[0]?.history).toEqual([
    { status: "ok", at: new Date(start).toISOString() },
    { status: "failing", at: new Date(start + 5_000).toISOString() },
  ]);
});
