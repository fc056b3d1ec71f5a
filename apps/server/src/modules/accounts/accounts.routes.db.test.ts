import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { aServer, bearer, wordGate } from "../../platform/http/testing.ts";
import { aWorld } from "./accounts.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const secret = "secret-key-of-work";
const work = { kind: "key", backend: "claude", name: "Work", secret };

async function served() {
  const world = await aWorld(db);
  const server = await aServer({ gate: wordGate(), routes: world.routes });
  onTestFinished(server.stop);
  const ask = (as: string, method: string, path = "", body?: object) =>
    server.ask(`/api/accounts${path}`, {
      method,
      headers: { ...bearer(as), ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const writes = (id: string) =>
    [
      ["POST", "", work],
      ["PATCH", `/${id}`, { enabled: false }],
      ["DELETE", `/${id}`],
      ["POST", `/${id}/check`],
      ["POST", `/${id}/clear-limit`],
    ] as const;
  return { ...world, ask, writes };
}

test("an administrator writes accounts, who may read sees them, and nobody sees a secret", async () => {
  const { ask } = await served();
  const made = await ask("admin", "POST", "", work);
  expect([made.status, made.text.includes(secret)]).toEqual([201, false]);
  const listed = await ask("read", "GET");
  expect(listed.json()).toMatchObject({ items: [{ name: "Work", hint: "work", state: "usable" }] });
  expect(listed.text).not.toContain(secret);
  const again = await ask("admin", "POST", "", work);
  expect(again.json()).toMatchObject({ status: 409, code: "accounts.name_taken" });
  const bad = await ask("admin", "POST", "", { ...work, secret: `${secret} with spaces` });
  expect([bad.status, bad.text.includes(secret)]).toEqual([400, false]);
});

test("who may only read and operate writes none", async () => {
  const { ask, writes, make } = await served();
  const { id } = await make();
  for (const [method, path, body] of writes(id))
    expect((await ask("read,operate,answer", method, path, body)).status).toBe(403);
});

test("a watched agent writes none, whatever key it found", async () => {
  const { ask, writes, make, becomeAgent, get, audited } = await served();
  const { id } = await make();
  becomeAgent();
  for (const [method, path, body] of writes(id))
    expect((await ask("admin", method, path, body)).json()).toMatchObject({ code: "auth.watched_agent" });
  expect(await get(id)).toMatchObject({ enabled: true });
  expect(audited).toHaveLength(1);
});

test("a check of what is not there, is elsewhere, or has no program is refused in words", async () => {
  const { ask, make, there } = await served();
  const check = async (id: string) => (await ask("admin", "POST", `/${id}/check`)).json();
  expect(await check(newId())).toMatchObject({ code: "accounts.not_found" });
  const { id } = await make();
  expect(await check(id)).toMatchObject({ code: "accounts.program_missing" });
  const { id: folder } = await make({ kind: "folder", name: "Other", folder: "/home/ada/other" });
  await db.pool.query("update accounts set host_id = $1 where id = $2", [there, folder]);
  expect(await check(folder)).toMatchObject({ code: "accounts.elsewhere" });
});
