import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { aRunner } from "./running.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

async function aProject(hostId: string): Promise<string> {
  const id = newId();
  await db.pool.query(
    "insert into projects (id, host_id, path, name, slug, created_at) values ($1, $2, $3, 'p', $3, now())",
    [id, hostId, `/${id}`],
  );
  return id;
}

test("without its project's folder it fails for a reason of its own, before anything is started", async () => {
  const { queue, over, options, hostId, toldOf, folder } = await aRunner(db);
  const path = join(folder, "nowhere");
  options.places.project = async (id) => ({ id, path, hostId });
  const projectId = await aProject(hostId);
  const { id } = await queue({ workspace: "in_place", projectId });
  const ended = await over(id);
  expect(ended).toMatchObject({ state: "failed", error_class: "folder_missing" });
  expect(ended.reason).toBe(`The folder of its project is not there: ${path}`);
  expect(toldOf(id)).toEqual(["execution.finished"]);
});

test("one whose project is deleted while it waits fails", async () => {
  const { queue, over, hostId } = await aRunner(db);
  const projectId = await aProject(hostId);
  const { id } = await queue({ workspace: "in_place", projectId });
  await db.pool.query("delete from projects where id = $1", [projectId]);
  expect(await over(id)).toMatchObject({ state: "failed", error_class: "folder_missing" });
});

test("one whose project is another host's by now waits for that one", async () => {
  const { queue, round, get, options, hostId } = await aRunner(db);
  const other = await aRunner(db);
  options.places.project = async (id) => ({ id, path: "/", hostId: other.hostId });
  const { id } = await queue({ workspace: "in_place", projectId: await aProject(hostId) });
  for (let number = 0; number < 3; number++) await round();
  expect(await get(id)).toMatchObject({ state: "queued", wanted_host_id: other.hostId });
  await other.round();
  expect(await get(id)).toMatchObject({ state: "failed", error_class: "folder_missing" });
});
