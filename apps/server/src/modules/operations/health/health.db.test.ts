import { getHealth } from "@signalbox/contract/health";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "../../../platform/database/testing.ts";
import { aBox } from "../testing.ts";

let box: Awaited<ReturnType<typeof aBox>>;
beforeAll(async () => {
  box = await aBox(await testDatabase());
});
afterAll(async () => {
  await box.stop();
  await box.db.close();
});

test("the parts that every server has tell how they are", async () => {
  const { parts } = await box.read("/api/health", getHealth.replies[200]);
  const told = new Map(parts.map((part) => [part.name, part]));
  expect([...told.keys()]).toEqual(["database", "event_log", "reactions", "clock", "disk", "memory"]);
  expect(told.get("database")?.facts.map(({ word }) => word)).toEqual(["engine", "size", "answered"]);
  expect(told.get("event_log")?.reason).toBe("Nothing has happened yet");
  expect(told.get("clock")?.status).toBe("ok");
});

test("an event that a reaction gave up on needs a look", async () => {
  await box.db.pool.query(`
    insert into events_reactions (name, position, updated_at) values ('counter', 7, now());
    insert into events_dead_letters (id, reaction, position, attempts, error, parked_at)
      values (gen_random_uuid(), 'counter', 7, 6, 'it broke', now())`);
  const answer = async () => {
    const { parts } = await box.read("/api/health", getHealth.replies[200]);
    return parts.find(({ name }) => name === "reactions");
  };
  await expect
    .poll(answer, { timeout: 20_000 })
    .toMatchObject({ status: "warning", reason: "1 event was given up on" });
  expect((await answer())?.facts).toEqual([
    { word: "counter", value: "handled up to event 7, gave up on 1" },
  ]);
});
