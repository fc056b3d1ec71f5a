import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { account, aWorld, claude, done } from "../attempts/attempts.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const by = { actor: "user", name: "Ada", correlationId: "c" } as const;

test("what did not end well needs a look until it is dismissed, or run again as it was, once", async () => {
  const { queue, over, service, get } = await aWorld(db, [{ id: account("1") }]);
  const needing = async () => (await service.list({ limit: 10, look: "needed" })).items.map(({ id }) => id);
  const wish = { prompt: "exit 3", chain: [claude()], values: { task: "x" }, concurrency: 2 } as const;
  const [first, second] = [await queue(wish), await queue(wish)];
  const well = await queue({ ...wish, prompt: done });
  for (const { id } of [first, second, well]) await over(id);
  expect(await needing()).toEqual([second.id, first.id]);
  expect(await service.toLookAt()).toBe(2);
  expect(await service.dismiss([first.id, well.id], by)).toBe(1);
  const { items } = await service.replay([second.id, second.id], by);
  const again = await get(items[0]?.replay?.id ?? "");
  expect(again).toMatchObject({ prompt: "exit 3", given_values: { task: "x" }, chain: second.chain });
  expect((await service.replay([second.id], by)).items[0]?.replay?.id).toBe(again.id);
  expect(await needing()).toEqual([]);
  await over(again.id);
  expect(await needing()).toEqual([again.id]);
  expect((await service.get(again.id)).needsLook).toBe(true);
  const nowhere = account("9");
  const told = await service.replay([nowhere], by);
  expect(told.items).toEqual([{ executionId: nowhere, replay: null, problem: `No execution ${nowhere}` }]);
});

test("an outcome that fails makes its execution need a look, also one that was looked at", async () => {
  const { queue, over, service } = await aWorld(db, [{ id: account("1") }]);
  const { id } = await queue({ prompt: done, chain: [claude()] });
  await over(id);
  expect((await service.get(id)).needsLook).toBe(false);
  await db.transaction((tx) => service.outcomeFailed(tx, id));
  expect((await service.get(id)).needsLook).toBe(true);
  await service.dismiss([id], by);
  expect((await service.get(id)).needsLook).toBe(false);
});
