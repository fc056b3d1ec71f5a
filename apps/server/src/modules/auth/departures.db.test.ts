import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { aNote } from "../../platform/events/testing.ts";
import { openEventSource, openSocket } from "../../platform/http/streams/testing.ts";
import { bearer } from "../../platform/http/testing.ts";
import { adminKey, aGuardedServer, minute } from "./testing.ts";

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

/** A stream and a socket at both nodes; heartbeats are 15 seconds apart, so nothing ends by them. */
const followers = async (headers: Record<string, string>) => {
  const ticket = async () =>
    String(JSON.parse((await one.call("POST", "/api/tickets", { headers })).text).ticket);
  const at = async (node: typeof one) => {
    const stream = await openEventSource(`${node.url}/api/events/stream?ticket=${await ticket()}`);
    const socket = await openSocket(`${node.url}/api/live?ticket=${await ticket()}`, { origin: node.url });
    return { stream, socket };
  };
  return [await at(one), await at(other)];
};
type Followers = Awaited<ReturnType<typeof followers>>;

/** How long it took until all were let go. */
const letGo = async (those: Followers): Promise<number> => {
  const started = performance.now();
  await Promise.all(those.map(({ stream }) => stream.ended));
  expect(await Promise.all(those.map(({ socket }) => socket.code))).toEqual([4401, 4401]);
  return performance.now() - started;
};
const patch = (id: string, body: Record<string, unknown>) =>
  one.call("PATCH", `/api/users/${id}`, { headers: bearer(adminKey), body });

test("whoever signs out everywhere is told nothing more, by any node", async () => {
  await one.aPerson("ada", "viewer");
  const { headers } = await one.aSignIn("ada");
  const open = await followers(headers);
  await one.call("DELETE", "/api/sign-ins", { headers });
  expect(await letGo(open)).toBeLessThan(3_000);
});

test("what a key that is revoked had open ends at every node", async () => {
  const key = await one.aKey(["read"]);
  const open = await followers(key.headers);
  await one.call("DELETE", `/api/keys/${key.id}`, { headers: bearer(adminKey) });
  expect(await letGo(open)).toBeLessThan(3_000);
});

test("what a disabled account had open ends at every node, by sign-in and by key", async () => {
  const { id } = await one.aPerson("bea", "operator");
  const key = await one.aKey(["read"], { userId: id });
  const open = [await followers((await one.aSignIn("bea")).headers), await followers(key.headers)];
  await patch(id, { disabled: true });
  expect(Math.max(...(await Promise.all(open.map(letGo))))).toBeLessThan(3_000);
});

test("what a key had open ends at its expiry", async () => {
  // Long enough for a busy machine to open what will end.
  const expiresAt = new Date(one.clock.now().getTime() + 4_000);
  const open = await followers((await one.aKey(["read"], { expiresAt: expiresAt.toISOString() })).headers);
  for (const node of [one, other]) node.clock.pass(minute);
  expect(await letGo(open)).toBeLessThan(7_000);
});

test("what somebody had open who may do less ends at every node, and they are told with what they have", async () => {
  const { id } = await one.aPerson("dan", "operator");
  const { headers } = await one.aSignIn("dan");
  const open = await followers(headers);
  await patch(id, { role: "viewer" });
  expect(await letGo(open)).toBeLessThan(3_000);
  const again = await followers(headers);
  await one.call("DELETE", "/api/sign-ins", { headers });
  await letGo(again);
});

test("whoever is only called otherwise, or may do more, goes on being told", async () => {
  const { id } = await one.aPerson("cyd", "viewer");
  const open = await followers((await one.aSignIn("cyd")).headers);
  await patch(id, { name: "Cyd", role: "operator" });
  const seen = open.map(({ stream }) => stream.items.length);
  await one.events.write(aNote("still here"));
  await Promise.all(open.map(({ stream }, node) => stream.received((seen[node] ?? 0) + 1)));
  for (const { stream, socket } of open) {
    stream.close();
    socket.close();
  }
});
