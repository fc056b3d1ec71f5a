import { expect, test } from "vitest";
import { forecastWords } from "./forecast-words.ts";

const comesTo = { costMicros: 0, tokens: 0, executions: 0, minutes: 0 };
const words = (forecast: Parameters<typeof forecastWords>[0]["forecast"]) =>
  forecastWords({ forecast, state: "within" }, (at) => `at ${at}`);

test("what is not known is not guessed", () => {
  expect(words(null)).toBe("Not enough is known yet to tell what it comes to");
});

test("a limit that is met is told with when, and one that is not as well", () => {
  expect(words({ comesTo, limitMet: { of: "tokens", at: "noon" } })).toBe(
    "At the rate of the last days its limit of tokens is met at noon",
  );
  expect(words({ comesTo, limitMet: null })).toContain("no limit is met");
});
