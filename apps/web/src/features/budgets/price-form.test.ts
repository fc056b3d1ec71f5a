import type { ModelPrice } from "@signalbox/contract/prices";
import { expect, test } from "vitest";
import { noPrice, priceOf, rate, wordsOfPrice } from "./price-form.ts";

const price: ModelPrice = {
  ...{ model: "m", source: "a list", validFrom: "2026-12-01T00:00:00Z", own: null, hasLong: false },
  rates: { input: 100_000, output: 12_500_000, cacheRead: null, cacheWrite: 0 },
};

test("the rates of a price come back from its form as they were", () => {
  expect(priceOf(wordsOfPrice(price))).toMatchObject({ model: "m", rates: price.rates, validFrom: null });
});

test("a day is sent as its first moment in UTC, and a rate that is missing as no number", () => {
  const sent = priceOf({ ...noPrice, validFrom: "2026-12-05" });
  expect(sent).toMatchObject({ validFrom: "2026-12-05T00:00:00Z", rates: { input: Number.NaN } });
});

test("a rate is told in dollars, and one that nobody knows with a dash", () => {
  expect([100_000, 0, null].map(rate)).toEqual(["0.1", "0", "–"]);
});
