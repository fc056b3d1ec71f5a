import { expect, test } from "vitest";
import { startOfDay, untilTomorrow } from "./day.ts";

test("a day lasts from one midnight of this place to the next", () => {
  const now = new Date(2026, 10, 21, 23, 50, 30).getTime();
  expect(startOfDay(now)).toEqual(new Date(2026, 10, 21));
  expect(now + untilTomorrow(now)).toBe(new Date(2026, 10, 22).getTime());
});
