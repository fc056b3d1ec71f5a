import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { daysBefore } from "../../platform/retention/retained.ts";
import { changeWorktree, moveToOver } from "./launch-moves.repository.ts";
import { aMachine } from "./launches.testing.ts";
import { insertRestart, moveToSettled } from "./restarting/restarts.repository.ts";
import { retainedLaunches } from "./retained-launches.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const [longAgo, lately] = [daysBefore(new Date(), 100), daysBefore(new Date(), 10)];
const worktree = { branch: "feature", path: "/nowhere", repository: "/" };

async function aWorld() {
  const { begun, now, options } = await aMachine(db);
  const hostId = options.places.hostId();
  const ended = async (at: Date, more: Parameters<typeof begun>[0] = {}) => {
    const { id } = await begun(more);
    const over = { state: "ended", reason: "It ended", lastLines: null, at } as const;
    await db.transaction((tx) => moveToOver(tx, id, over));
    return id;
  };
  const anAgent = async () => {
    const [id, at] = [newId(), longAgo];
    const evidence = JSON.stringify({ rule: "r", signal: "s", at: at.toISOString() });
    const agent = { id, host_id: hostId, backend: "claude", session_id: id, state: "idle" } as const;
    const times = { state_since: at, started_at: at, last_seen_at: at, ended_at: at, end_reason: "other" };
    await db.transaction((tx) =>
      tx
        .insertInto("agents")
        .values({ ...agent, ...times, evidence, tracking: "{}" })
        .execute(),
    );
    return id;
  };
  const joined = (launch: string, agent: string) =>
    db.transaction((tx) =>
      tx.updateTable("launches").where("id", "=", launch).set({ agent_id: agent }).execute(),
    );
  return { begun, now, ended, anAgent, joined, hostId };
}

const [launches, restarts] = [0, 1];
const retained = () => retainedLaunches(db, systemClock, 90);

test("starts that were over long ago go, never one that is open, nor one whose worktree stands", async () => {
  const { begun, now, ended } = await aWorld();
  const open = await begun();
  const old = await ended(longAgo);
  const young = await ended(lately);
  const made = await ended(longAgo, { worktree });
  const kept = await ended(longAgo, { worktree });
  await db.transaction((tx) => changeWorktree(tx, kept, { state: "kept", note: "1 change" }));
  const removed = await ended(longAgo, { worktree });
  await db.transaction((tx) => changeWorktree(tx, removed, { state: "removed", note: null }));

  expect(await retained()[launches]?.count()).toMatchObject({ count: 2 });
  expect(await retained()[launches]?.remove(100)).toBe(2);
  for (const id of [old, removed]) expect(await now(id)).toBeUndefined();
  for (const id of [open.id, young, made, kept]) expect(await now(id)).toBeDefined();
});

test("the latest start of an agent stays with it: by its arguments the session is gone on with", async () => {
  const { now, ended, anAgent, joined } = await aWorld();
  const agent = await anAgent();
  const [first, latest] = [await ended(longAgo), await ended(longAgo)];
  for (const id of [first, latest]) await joined(id, agent);
  await retained()[launches]?.remove(100);
  expect(await now(first)).toBeUndefined();
  expect(await now(latest)).toBeDefined();
  await db.transaction((tx) => tx.deleteFrom("agents").where("id", "=", agent).execute());
  await retained()[launches]?.remove(100);
  expect(await now(latest)).toBeUndefined();
});

test("restarts that were over long ago go, and none that is under way", async () => {
  const { anAgent, hostId } = await aWorld();
  const wanted = async () => {
    const agentId = await anAgent();
    const by = { actor: "system", name: "Ada", correlationId: newId() };
    const wish = { id: newId(), hostId, agentId, key: newId(), force: false, pid: 1, birth: "1" };
    await db.transaction((tx) => insertRestart(tx, { ...wish, socket: null, by, at: longAgo }));
    return wish.id;
  };
  const over = await wanted();
  await wanted();
  await db.transaction((tx) => moveToSettled(tx, over, { reason: "No more", at: longAgo }));
  expect(await retained()[restarts]?.remove(100)).toBe(1);
});
