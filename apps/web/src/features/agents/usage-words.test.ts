import { expect, test } from "vitest";
import { dollars } from "../../lib/money.ts";
import { anAgent } from "./testing/an-agent.ts";
import { gaugeOf, inAndOut, tokens } from "./usage-words.ts";

test.each([
  [0, "0"],
  [840, "840"],
  [12_345, "12.3k"],
  [1_048_576, "1.05M"],
])("%i tokens are told as %s", (number, words) => expect(tokens(number)).toBe(words));

test.each([
  [null, "cost unknown"],
  [0, "$0.00"],
  [9_999, "under $0.01"],
  [10_000, "$0.01"],
  [1_204_000, "$1.20"],
])("%j millionths of a dollar are told as %s", (micros, words) => expect(dollars(micros)).toBe(words));

test("what the cache gave and took went in too", () => {
  const none = { answers: 1, costMicros: null, unpriced: 1 };
  expect(inAndOut({ ...none, input: 100, output: 40, cacheRead: 1_000, cacheWrite: 200 })).toBe(
    "1.3k in, 40 out",
  );
});

test("the gauge warns before the context is full, and is left out where nobody knows its size", () => {
  const filled = (contextTokens: number | null, contextLimit: number | null) =>
    gaugeOf(anAgent({ contextTokens, contextLimit }));
  expect(filled(null, 200_000)).toBeNull();
  expect(filled(1, null)).toBeNull();
  expect(filled(40_000, 200_000)).toMatchObject({ share: 0.2, level: "roomy", words: "20 % of 200k" });
  expect(filled(170_000, 200_000)?.level).toBe("close");
  expect(filled(199_000, 200_000)).toMatchObject({
    level: "full",
    exactly: "100 %: 199,000 of 200,000 tokens",
  });
});
