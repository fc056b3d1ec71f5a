import { expect, test } from "vitest";
import { createAwake } from "./awake.ts";

/** A machine whose clocks go on by hand. */
function aMachine() {
  const clock = { wall: 1_000_000, elapsed: 500 };
  const awake = createAwake(
    () => clock.wall,
    () => clock.elapsed,
  );
  const pass = (wall: number, elapsed: number) => {
    clock.wall += wall;
    clock.elapsed += elapsed;
  };
  return { awake, pass };
}

test.each([
  ["a machine that slept, where only the time of day went on", 3_600_000, 2_500],
  ["a process that was held up", 20_000, 20_000],
  ["a clock that was set ahead", 86_400_000, 2_500],
])("the first look after %s does not count, and the next one does", (_, wall, elapsed) => {
  const { awake, pass } = aMachine();
  expect(awake.look()).toBe(true);
  pass(wall, elapsed);
  expect(awake.look()).toBe(false);
  expect(awake.sinceMs()).toBe(0);
  pass(2_500, 2_500);
  expect(awake.look()).toBe(true);
  expect(awake.sinceMs()).toBe(2_500);
});

test("a clock that is set back is no sleep", () => {
  const { awake, pass } = aMachine();
  awake.look();
  pass(-86_400_000, 2_500);
  expect(awake.look()).toBe(true);
  expect(awake.sinceMs()).toBe(2_500);
});
