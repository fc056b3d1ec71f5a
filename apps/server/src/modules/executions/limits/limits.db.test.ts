import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { moveToOver } from "../execution-moves.repository.ts";
import { findExecution } from "../executions.repository.ts";
import { aQueue } from "../executions.testing.ts";
import { takeNext } from "../running/take-next.ts";
import { storeLimit } from "./limits.repository.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const owner = { pid: process.pid, birth: null };
const budgets = { holds: async () => [] };

/** A project in whose folder executions of any bot may run, as many as `most` at once. */
async function aProject(most: number | null) {
  const { hostId, queue } = await aQueue(db);
  const projectId = newId();
  await db.pool.query(
    "insert into projects (id, host_id, path, name, slug, created_at) values ($1, $2, $3, 'p', $4, now())",
    [projectId, hostId, `/${newId()}`, newId()],
  );
  await db.transaction((tx) => storeLimit(tx, projectId, most));
  const take = (on = hostId) =>
    db.transaction(async (tx) => {
      const at = new Date(Date.now() + 60_000);
      return (await takeNext(tx, { hostId: on, owner, at, budgets, anyHeld: true })).claimed;
    });
  const takeAtOnce = async (many: number) => {
    const hosts = [hostId, (await aQueue(db)).hostId];
    const taken = await Promise.all(Array.from({ length: many }, (_, at) => take(hosts[at % hosts.length])));
    return taken.flatMap((row) => row?.id ?? []);
  };
  const end = (id: string) => {
    const over = { state: "succeeded", reason: null, errorClass: null, exit: null, at: new Date() } as const;
    return db.transaction((tx) => moveToOver(tx, { id, attempt: 0 }, over));
  };
  const reasonOf = async (id: string) => (await findExecution(db.read, id))?.reason;
  const wait = (concurrency = 10) => queue({ projectId, concurrency });
  return { projectId, queue, wait, take, takeAtOnce, end, reasonOf };
}

test("no more run in a project than may at once, on all machines together, though many take at the same time", async () => {
  const { wait, take, takeAtOnce, end, reasonOf } = await aProject(2);
  const waiting = [];
  for (let number = 0; number < 5; number++) waiting.push((await wait()).id);
  const taken = await takeAtOnce(6);
  expect(taken.toSorted()).toEqual(waiting.slice(0, 2).toSorted());
  await take();
  expect(await reasonOf(waiting[2] ?? "")).toBe("Its project runs 2 executions at once, and does so now");
  await end(taken[0] ?? "");
  expect((await take())?.id).toBe(waiting[2]);
  expect(await reasonOf(waiting[2] ?? "")).toBeNull();
  expect(await take()).toBeUndefined();
  for (const id of [taken[1] ?? "", waiting[2] ?? ""]) await end(id);
  for (const id of await takeAtOnce(2)) await end(id);
  for (const id of await takeAtOnce(2)) await end(id);
});

test("others go past what waits for room in its project, and a bot's own limit holds beside", async () => {
  const { wait, queue, take, end } = await aProject(1);
  const [first, second] = [await wait(), await wait()];
  const elsewhere = await queue({ concurrency: 2, projectId: null });
  expect((await take())?.id).toBe(first.id);
  // Both are of one bot, which may run two at once.
  expect((await take())?.id).toBe(elsewhere.id);
  expect(await take()).toBeUndefined();
  for (const id of [first.id, elsewhere.id]) await end(id);
  expect((await take())?.id).toBe(second.id);
  await end(second.id);
});

test("without a limit, or once it is taken away, as many run as bots allow", async () => {
  const { wait, take, end, projectId, reasonOf } = await aProject(1);
  const [first, second] = [await wait(), await wait()];
  expect((await take())?.id).toBe(first.id);
  expect(await take()).toBeUndefined();
  await db.transaction((tx) => storeLimit(tx, projectId, null));
  expect((await take())?.id).toBe(second.id);
  expect(await reasonOf(second.id)).toBeNull();
  for (const { id } of [first, second]) await end(id);
});
