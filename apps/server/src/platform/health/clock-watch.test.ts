import { expect, test } from "vitest";
import { watchClock } from "./clock-watch.ts";

const hour = 3_600_000;

test("a clock that is set is told from time that passed, and from one that drifts", () => {
  let [wall, up] = [1e12, 5_000];
  const pass = (ms: number) => {
    wall += ms;
    up += ms;
  };
  const watch = watchClock({ now: () => new Date(wall) }, () => up);
  pass(9 * hour);
  wall += 2_000;
  expect(watch.lastJump()).toBeUndefined();
  wall += 72 * hour;
  expect(watch.lastJump()).toEqual({ byMs: 72 * hour, agoMs: 0 });
  pass(hour);
  expect(watch.lastJump()).toEqual({ byMs: 72 * hour, agoMs: hour });
  wall -= 72 * hour;
  expect(watch.lastJump()).toEqual({ byMs: -72 * hour, agoMs: 0 });
});
