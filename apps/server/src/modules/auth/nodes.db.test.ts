import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { openEventSource } from "../../platform/http/streams/testing.ts";
import { bearer } from "../../platform/http/testing.ts";
import { adminKey, aGuardedServer, aPassword } from "./testing.ts";

let db: TestDatabase;
let one: Awaited<ReturnType<typeof aGuardedServer>>;
let other: Awaited<ReturnType<typeof aGuardedServer>>;
beforeAll(async () => {
  db = await testDatabase();
  [one, other] = [await aGuardedServer(db), await aGuardedServer(db)];
});
afterAll(async () => {
  await Promise.all([one.stop(), other.stop()]);
  await db.close();
});

type Node = typeof one;
/** The same headers at another node, whose port is in the name of the cookie. */
const at = (node: Node, headers: Record<string, string>) => ({
  ...headers,
  origin: node.url,
  cookie: String(headers.cookie).replace(String(one.port), String(node.port)),
});
const statusAt = async (node: Node, headers: Record<string, string>) =>
  (await node.call("GET", "/api/caller", { headers })).status;
const ticketAt = async (node: Node, headers: Record<string, string>) =>
  String(JSON.parse((await node.call("POST", "/api/tickets", { headers })).text).ticket);
const streamAt = async (node: Node, ticket: string) => {
  const source = await openEventSource(`${node.url}/api/events/stream?ticket=${ticket}`);
  source.close();
  return source.status;
};

/** Asks until the node answers so; how long that took. */
const untilAt = async (node: Node, headers: Record<string, string>, status: number): Promise<number> => {
  const started = performance.now();
  while ((await statusAt(node, headers)) !== status) {
    if (performance.now() - started > 10_000) throw new Error(`never answered ${status}`);
  }
  return performance.now() - started;
};

test("a key that is revoked at one node is refused by all within a moment", async () => {
  const key = await one.aKey(["read"]);
  expect([await statusAt(one, key.headers), await statusAt(other, key.headers)]).toEqual([200, 200]);
  await one.call("DELETE", `/api/keys/${key.id}`, { headers: bearer(adminKey) });
  expect(await statusAt(one, key.headers)).toBe(401);
  expect(await untilAt(other, key.headers, 401)).toBeLessThan(3_000);
});

test("a disabled account is out at every node, with its keys, and comes back with its password alone", async () => {
  const { id } = await one.aPerson("ada", "operator");
  const { headers } = await one.aSignIn("ada");
  const key = await one.aKey(["read"], { userId: id });
  for (const node of [one, other]) {
    expect(await statusAt(node, at(node, headers))).toBe(200);
    expect(await statusAt(node, key.headers)).toBe(200);
  }
  const change = (disabled: boolean) =>
    one.call("PATCH", `/api/users/${id}`, { headers: bearer(adminKey), body: { disabled } });
  await change(true);
  expect(await statusAt(one, headers)).toBe(401);
  await untilAt(other, at(other, headers), 401);
  await untilAt(other, key.headers, 401);
  await change(false);
  expect([await statusAt(one, headers), await statusAt(one, key.headers)]).toEqual([401, 401]);
  expect(await statusAt(one, (await one.aSignIn("ada")).headers)).toBe(200);
});

test("a role that is taken away is gone at every node, from keys too", async () => {
  const { id } = await one.aPerson("bea", "admin");
  const { headers } = await one.aSignIn("bea");
  const key = await one.aKey(["read", "admin"], { userId: id });
  const listAt = async (node: Node, by: Record<string, string>) =>
    (await node.call("GET", "/api/users", { headers: by })).status;
  expect([await listAt(other, at(other, headers)), await listAt(other, key.headers)]).toEqual([200, 200]);
  await one.call("PATCH", `/api/users/${id}`, { headers: bearer(adminKey), body: { role: "viewer" } });
  expect([await listAt(one, headers), await listAt(one, key.headers)]).toEqual([403, 403]);
  const started = performance.now();
  while ((await listAt(other, key.headers)) !== 403 || (await listAt(other, at(other, headers))) !== 403) {
    expect(performance.now() - started).toBeLessThan(10_000);
  }
  expect(await statusAt(other, key.headers)).toBe(200);
});

test("whoever signs out everywhere else is still in here, at every node", async () => {
  await one.aPerson("cyd", "viewer");
  const [here, there] = [await one.aSignIn("cyd"), await one.aSignIn("cyd")];
  for (const node of [one, other]) expect(await statusAt(node, at(node, there.headers))).toBe(200);
  const answer = await one.call("DELETE", "/api/sign-ins?keepThis=true", { headers: here.headers });
  expect([answer.status, answer.json()]).toEqual([200, { ended: 1 }]);
  await untilAt(other, at(other, there.headers), 401);
  expect(await statusAt(other, at(other, here.headers))).toBe(200);
});

test("a ticket of one node opens a stream at another, once in all", async () => {
  const ticket = await ticketAt(one, bearer(adminKey));
  expect([await streamAt(other, ticket), await streamAt(one, ticket), await streamAt(other, ticket)]).toEqual(
    [200, 401, 401],
  );
});

test("a ticket that is shown everywhere at the same moment opens one stream", async () => {
  const ticket = await ticketAt(one, bearer(adminKey));
  const shown = await Promise.all([one, other, one, other, one, other].map((node) => streamAt(node, ticket)));
  expect(shown.toSorted()).toEqual([200, 401, 401, 401, 401, 401]);
});

test("a cursor of one node goes on at another", async () => {
  for (let made = 0; made < 3; made++) await one.aKey(["read"]);
  const first = await one.call("GET", "/api/keys?limit=1", { headers: bearer(adminKey) });
  const { nextCursor } = JSON.parse(first.text);
  const second = await other.call("GET", `/api/keys?limit=1&cursor=${nextCursor}`, {
    headers: bearer(adminKey),
  });
  expect(second.status).toBe(200);
  expect(JSON.parse(second.text).items[0].id).not.toBe(JSON.parse(first.text).items[0].id);
});

test("guesses at several nodes are counted together", async () => {
  await one.aPerson("dan", "viewer");
  const guess = (node: Node, password: string) =>
    node.call("POST", "/api/sign-ins/password", {
      headers: { origin: node.url },
      body: { login: "dan", password },
    });
  for (const node of [one, other]) {
    for (let tried = 0; tried < 5; tried++)
      expect((await guess(node, "wrong, wrong, wrong")).status).toBe(401);
  }
  for (const node of [one, other]) expect((await guess(node, aPassword)).status).toBe(429);
});
