import { expect, test } from "vitest";
import { barsOf } from "./days.ts";

const day = (of: string, tokens: number) => ({
  ...{ day: of, tokens, executions: 1, attempts: 1, costMicros: 0, minutes: 0 },
});

test("each day has a bar, also one on which nothing began, as high as it is of the highest", () => {
  const days = [day("2026-11-30", 50), day("2026-12-02", 200)];
  expect(barsOf({ from: "2026-11-30", until: "2026-12-02", days }, "tokens")).toEqual([
    { day: "2026-11-30", value: 50, share: 0.25 },
    { day: "2026-12-01", value: 0, share: 0 },
    { day: "2026-12-02", value: 200, share: 1 },
  ]);
});

test("where nothing was taken all bars are flat", () => {
  const bars = barsOf({ from: "2026-12-01", until: "2026-12-02", days: [] }, "costMicros");
  expect(bars.map(({ share }) => share)).toEqual([0, 0]);
});
