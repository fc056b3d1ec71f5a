import { TriggerContent } from "@signalbox/contract/triggers";
import { expect, test } from "vitest";
import { checkCron, nextDue, takeTurn } from "./cron.ts";

function schedule(cron: string, more: object = {}) {
  const content = TriggerContent.parse({ kind: "schedule", cron, ...more });
  if (content.kind !== "schedule") throw new Error("no schedule");
  return content;
}
const at = (time: string) => new Date(time);
const nextOf = (cron: string, after: string, more: object = {}) =>
  nextDue(schedule(cron, more), "t", at(after))?.nextAt.toISOString();

test("times are those of the zone, the hour that is left out in spring comes right behind it", () => {
  const zone = { timeZone: "Europe/Berlin" };
  expect(nextOf("0 9 * * *", "2026-01-10T12:00:00Z", zone)).toBe("2026-01-11T08:00:00.000Z");
  expect(nextOf("0 9 * * *", "2026-07-10T12:00:00Z", zone)).toBe("2026-07-11T07:00:00.000Z");
  expect(nextOf("30 2 * * *", "2026-03-28T12:00:00Z", zone)).toBe("2026-03-29T01:00:00.000Z");
});

test("the hour that comes twice in autumn counts once", () => {
  const zone = { timeZone: "Europe/Berlin" };
  const first = nextOf("30 2 * * *", "2026-10-24T12:00:00Z", zone) ?? "";
  expect(first).toBe("2026-10-25T00:30:00.000Z");
  expect(nextOf("30 2 * * *", first, zone)).toBe("2026-10-26T01:30:00.000Z");
});

test("what is put off is put off within its limit, always alike, and not all alike", () => {
  const jittered = schedule("0 * * * *", { jitterSeconds: 600 });
  const offs = Array.from({ length: 50 }, (_, n) => {
    const due = nextDue(jittered, `t${n}`, at("2026-01-10T12:00:00Z"));
    return due === null ? -1 : due.dueAt.getTime() - due.nextAt.getTime();
  });
  expect(Math.min(...offs)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...offs)).toBeLessThanOrEqual(600_000);
  expect(new Set(offs).size).toBeGreaterThan(40);
  expect(nextDue(jittered, "t1", at("2026-01-10T12:00:00Z"))?.dueAt.getTime()).toBe(
    at("2026-01-10T13:00:00Z").getTime() + (offs[1] ?? 0),
  );
});

test("no time is put off until the one behind it", () => {
  const often = schedule("*/5 * * * *", { jitterSeconds: 3_600 });
  let due = nextDue(often, "t", at("2026-01-10T00:00:00Z"));
  for (let count = 0; count < 50 && due !== null; count++) {
    const behind = nextDue(often, "t", due.nextAt);
    expect(due.dueAt.getTime()).toBeLessThan(behind?.nextAt.getTime() ?? 0);
    due = behind;
  }
});

const turn = (missed: "skip" | "once" | "all", now: string) => {
  const hourly = schedule("0 * * * *", { missed });
  const first = { nextAt: at("2026-01-10T01:00:00Z"), dueAt: at("2026-01-10T01:00:00Z") };
  const { times, passed, next } = takeTurn(hourly, "t", first, at(now));
  return [
    times.map((time) => time.toISOString().slice(11, 16)),
    passed,
    next?.nextAt.toISOString().slice(11, 16),
  ];
};

test("what is on time begins, whatever the policy", () => {
  for (const missed of ["skip", "once", "all"] as const)
    expect(turn(missed, "2026-01-10T01:00:01Z")).toEqual([["01:00"], 0, "02:00"]);
});

test("times that were missed are skipped, or begin once, or all", () => {
  expect(turn("skip", "2026-01-10T04:30:00Z")).toEqual([[], 4, "05:00"]);
  expect(turn("skip", "2026-01-10T04:00:05Z")).toEqual([["04:00"], 3, "05:00"]);
  expect(turn("once", "2026-01-10T04:30:00Z")).toEqual([["04:00"], 3, "05:00"]);
  expect(turn("all", "2026-01-10T04:30:00Z")).toEqual([["01:00", "02:00", "03:00", "04:00"], 0, "05:00"]);
});

test("after years away it goes on from now, with a hundred at most", () => {
  const minutely = schedule("* * * * *", { missed: "all" });
  const first = { nextAt: at("2020-01-01T00:00:00Z"), dueAt: at("2020-01-01T00:00:00Z") };
  const { times, next } = takeTurn(minutely, "t", first, at("2026-01-01T00:00:30Z"));
  expect(times).toHaveLength(100);
  expect(next?.nextAt).toEqual(at("2026-01-01T00:01:00Z"));
});

test.each(["61 * * * *", "every day", "0 0 31 2 *", ""])("no schedule: %s", (cron) => {
  const asked = { ...schedule("0 0 * * *"), cron };
  expect(() => checkCron(asked, at("2026-01-01T00:00:00Z"))).toThrow(/"/);
});

test("a zone that is none is said to be none", () => {
  const asked = schedule("0 0 * * *", { timeZone: "Europe/Atlantis" });
  expect(() => checkCron(asked, at("2026-01-01T00:00:00Z"))).toThrow(/Europe\/Atlantis/);
});
