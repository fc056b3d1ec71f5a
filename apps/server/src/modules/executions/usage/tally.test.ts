import { expect, test } from "vitest";
import { priceOf, type Spent } from "../../backends/index.ts";
import { type OwnTotal, tallied } from "./tally.ts";

const nothing = {
  ...{ model: null, tokens_input: "0", tokens_output: "0", tokens_cache_read: "0", tokens_cache_write: "0" },
  ...{ cost_micros: null, usage_recent: [], usage_before: null },
};

const answer = (id: string, more: Partial<Spent> = {}): Spent => ({
  ...{
    id,
    model: "claude-opus-5-5",
    input: 1_000,
    output: 10,
    cacheRead: 0,
    cacheWrite: 0,
    cost: 100,
    ...more,
  },
});

/** What stands in the row behind one piece after the other. */
const after = (...pieces: [spent: readonly Spent[], total?: OwnTotal][]) => {
  let row: Parameters<typeof tallied>[0] = nothing;
  let usage = {};
  for (const [spent, total = null] of pieces) {
    const { usage_recent = "[]", ...written } = tallied(row, spent, total);
    const texts = Object.entries(written).map(([key, value]) => [key, value === null ? null : String(value)]);
    row = { ...row, ...Object.fromEntries(texts), usage_recent: JSON.parse(usage_recent) };
    usage = written;
  }
  return usage;
};

test("an answer that is told again while it grows counts once, its newest, also in another piece", () => {
  const grown = answer("a", { output: 50, cost: 300 });
  const usage = { tokens_input: 2_000, tokens_output: 60, cost_micros: 400, usage_estimated: true };
  expect(after([[answer("a"), grown, answer("b")]])).toMatchObject(usage);
  expect(after([[answer("a"), answer("b")]], [[grown]])).toMatchObject(usage);
});

test("an answer without a cost of its own is priced by its model", () => {
  const { cost: _, ...unpriced } = answer("a");
  const { input = 0, output = 0 } = priceOf(unpriced.model) ?? {};
  expect(after([[unpriced]])).toMatchObject({ cost_micros: 1_000 * input + 10 * output });
});

test("whoever says what answers cost is believed, but not before the CLI itself", () => {
  const { cost: _, ...unpriced } = answer("a", { model: "of-nobody" });
  expect(tallied(nothing, [unpriced], null, () => 77)).toMatchObject({ cost_micros: 77 });
  expect(tallied(nothing, [answer("a")], null, () => 77)).toMatchObject({ cost_micros: 100 });
  expect(tallied(nothing, [unpriced], { ...total, costMicros: 5 }, () => 77)).toMatchObject({
    cost_micros: 5,
  });
});

test("what no price is known of counts in tokens alone", () => {
  const { cost: _, ...unpriced } = answer("a", { model: "of-nobody" });
  expect(after([[unpriced]])).toMatchObject({ tokens_input: 1_000, cost_micros: null });
  expect(after([[unpriced, answer("b")]])).toMatchObject({ tokens_input: 2_000, cost_micros: 100 });
});

const total = { input: 7, output: 8, cacheRead: 9, cacheWrite: 10, costMicros: 11 };

test("the CLI's own total takes the place of what was counted", () => {
  expect(after([[answer("a")]], [[], total])).toMatchObject({
    ...{ tokens_input: 7, tokens_output: 8, tokens_cache_read: 9, tokens_cache_write: 10 },
    ...{ cost_micros: 11, usage_estimated: false },
  });
});

test("a total without money keeps the estimate of that, and one of nothing changes nothing", () => {
  expect(after([[answer("a")]], [[], { ...total, costMicros: null }])).toMatchObject({
    ...{ tokens_input: 7, cost_micros: 100, usage_estimated: true },
  });
  const zero = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, costMicros: 0 };
  expect(after([[answer("a")]], [[], zero])).toMatchObject({ tokens_input: 1_000, usage_estimated: true });
});

test("numbers that are none to count with count nothing", () => {
  const odd = answer("a", { input: 1e300, output: 1.5, cacheRead: -1, cost: Number.NaN });
  expect(after([[odd]])).toMatchObject({
    ...{ tokens_input: 0, tokens_output: 0, tokens_cache_read: 0, cost_micros: 0 },
  });
});

test("a piece that tells of no usage writes none", () => {
  expect(tallied(nothing, [], null)).toEqual({});
});
