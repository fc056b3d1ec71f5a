import { expect, test } from "vitest";
import { costOf } from "../backends/index.ts";
import { costInForce, type Written } from "./in-force.ts";

const at = (day: string) => new Date(`2026-12-${day}T00:00:00Z`);
const written = (model: string, some: Partial<Written> = {}): Written => ({
  ...{ id: "1", model, input: 3_000_000, output: 12_500_000, cacheRead: null, cacheWrite: null },
  ...{ validFrom: at("01"), ...some },
});
const answer = (model: string, some = {}) => ({
  ...{ id: "a", model, input: 1_000, output: 10, cacheRead: 0, cacheWrite: 0, ...some },
});
const known = "claude-opus-5-5";

test("what is written of a model holds in the place of what comes with the server, also with a date behind its name", () => {
  expect(costInForce([written(known)], answer(known), at("02"))).toBe(3_125);
  expect(costInForce([written(known)], answer(`${known}-20261101`), at("02"))).toBe(3_125);
  expect(costInForce([written("of-nobody")], answer("of-nobody"), at("02"))).toBe(3_125);
});

test("another model costs what it did", () => {
  const other = answer("claude-haiku-4-5");
  expect(costInForce([written(known)], other, at("02"))).toBe(costOf(other));
  expect(costInForce([written(known)], answer("of-nobody"), at("02"))).toBeNull();
});

test("what holds from a day on holds from then on, and the newest of them", () => {
  const all = [written(known), written(known, { id: "2", input: 5_000_000, validFrom: at("03") })];
  expect(costInForce(all, answer(known), at("02"))).toBe(3_125);
  expect(costInForce(all, answer(known), at("03"))).toBe(5_125);
  expect(costInForce(all, answer(known), new Date("2026-11-30"))).toBe(costOf(answer(known)));
});

test("of two that hold from the same day the later written does", () => {
  const all = [written(known, { id: "2", input: 7_000_000 }), written(known, { id: "1" })];
  expect(costInForce(all, answer(known), at("02"))).toBe(7_125);
});

test("tokens of a kind that it has no price for make the cost unknown; a rate below a millionth for one counts", () => {
  expect(costInForce([written(known)], answer(known, { cacheRead: 1 }), at("02"))).toBeNull();
  const rates = { cacheRead: 20_000 };
  expect(costInForce([written(known, rates)], answer(known, { cacheRead: 1_000 }), at("02"))).toBe(3_145);
});
