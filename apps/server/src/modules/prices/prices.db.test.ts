import { NewPrice } from "@signalbox/contract/prices";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { costOf } from "../backends/index.ts";
import { createPricesService } from "./prices.service.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const by = { actor: "user", name: "Ada", correlationId: "c" };
const known = "claude-opus-5-5";
const answer = { id: "a", model: known, input: 1_000, output: 0, cacheRead: 0, cacheWrite: 0 };
const price = (some = {}) => ({
  ...{ model: known, source: "The contract", validFrom: null },
  ...{ rates: { input: 1_000_000, output: 2_000_000, cacheRead: null, cacheWrite: null }, ...some },
});

async function aWorld() {
  await db.pool.query("delete from prices");
  let now = new Date("2026-12-01T12:00:00Z");
  const recorded: string[] = [];
  const node = () =>
    createPricesService({
      ...{ db, clock: { now: () => now }, log: pino({ level: "silent" }) },
      audit: { record: async (_tx, { action }) => void recorded.push(action) },
    });
  const at = (time: string) => {
    now = new Date(time);
  };
  return { prices: node(), node, recorded, at };
}

test("a written price counts at once, and without it the one that comes with the server counts again", async () => {
  const { prices, recorded } = await aWorld();
  expect(prices.costOf(answer)).toBe(costOf(answer));
  const { id } = await prices.make(price(), by);
  expect(prices.costOf(answer)).toBe(1_000);
  await prices.remove(id, by);
  expect(prices.costOf(answer)).toBe(costOf(answer));
  expect(recorded).toEqual(["price.created", "price.removed"]);
  await expect(prices.remove(id, by)).rejects.toMatchObject({ code: "prices.not_found" });
});

test("another node knows of it once it has started", async () => {
  const { prices, node } = await aWorld();
  await prices.make(price(), by);
  const other = node();
  await other.start?.();
  expect(other.costOf(answer)).toBe(1_000);
  await other.stop?.();
});

test("nothing is forgotten: what was removed stands in the history, with who did so", async () => {
  const { prices } = await aWorld();
  const { id } = await prices.make(price(), by);
  await prices.make(price({ model: "of-us" }), by);
  await prices.remove(id, { ...by, name: "Bob" });
  const first = await prices.written({ limit: 1 });
  expect(first.items).toMatchObject([{ model: "of-us", removed: null, by: "Ada" }]);
  const rest = await prices.written({ limit: 5, cursor: first.nextCursor ?? undefined });
  expect(rest).toMatchObject({ items: [{ id, removed: { by: "Bob" } }], nextCursor: null });
});

test("the table tells what each model costs now, page by page, and what is to hold later is not among it yet", async () => {
  const { prices, at } = await aWorld();
  await prices.make(price({ model: "aa-of-us", validFrom: "2026-12-02T00:00:00Z" }), by);
  expect((await prices.list({ limit: 1 })).items[0]?.model).not.toBe("aa-of-us");
  at("2026-12-02T00:00:00Z");
  const first = await prices.list({ limit: 1 });
  expect(first.items).toMatchObject([
    { model: "aa-of-us", own: { by: "Ada" }, rates: { input: 1_000_000 }, source: "The contract" },
  ]);
  const next = await prices.list({ limit: 200, cursor: first.nextCursor ?? undefined });
  expect(next.items.find(({ model }) => model === known)).toMatchObject({ own: null, hasLong: false });
  expect(next.items.every(({ model }) => model > "aa-of-us")).toBe(true);
});

test.each(["a\u0000b", "a\ud800b"])("a source that is no text is refused: %j", (source) => {
  expect(NewPrice.safeParse(price()).success).toBe(true);
  expect(NewPrice.safeParse(price({ source })).success).toBe(false);
});
