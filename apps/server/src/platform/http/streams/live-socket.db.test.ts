import { LiveMessage } from "@signalbox/contract/events";
import { routes } from "@signalbox/contract/routes";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../database/testing.ts";
import { createEventHistory } from "../../events/event-history.ts";
import { aLog, aNote } from "../../events/testing.ts";
import { aServer, bearer, silentLog, unreached, wordGate } from "../testing.ts";
import { type EventRoutesOptions, eventRoutes } from "./event.routes.ts";
import { listeningLog, openSocket, type Socket } from "./testing.ts";

let db: TestDatabase;
let log: Awaited<ReturnType<typeof aLog>>;
let server: Awaited<ReturnType<typeof aServer>>;
const gate = wordGate();
const opened: Socket[] = [];

const serverWith = (options: Partial<EventRoutesOptions>) => {
  const own = eventRoutes({
    events: log,
    history: createEventHistory(db.read),
    gate,
    log: silentLog,
    ...options,
  });
  return aServer({ gate, routes: [...own, ...unreached(routes, own)] });
};

const open = async (query = "", headers: Record<string, string> = bearer("read"), from = server) => {
  const socket = await openSocket(`${from.url}/api/live${query}`, headers);
  opened.push(socket);
  return socket;
};

beforeAll(async () => {
  db = await testDatabase();
  log = await aLog(db);
  server = await serverWith({});
});
afterEach(() => {
  for (const socket of opened.splice(0)) socket.close();
});
afterAll(async () => {
  await server.stop();
  await log.stop();
  await db.close();
});

const newest = async () => String((await log.range()).newest);
const write = (...texts: readonly string[]) => log.write(...texts.map((text) => aNote(text)));
const textsOf = ({ items }: Pick<Socket, "items">) =>
  items
    .map((item) => LiveMessage.parse(item))
    .flatMap((message) => (message.kind === "events" ? message.events : []))
    .map(({ data }) => data.text);
const subscribe = { kind: "subscribe" };

test("a subscription follows from now, in the very words of the stream", async () => {
  await write("before");
  const position = await newest();
  const socket = await open();
  socket.say(subscribe);
  await socket.received(1);
  await write("after");
  await socket.received(2);
  expect(socket.items).toEqual([
    { kind: "subscribed", position },
    {
      kind: "events",
      events: [expect.objectContaining({ position: await newest(), data: { text: "after" } })],
    },
  ]);
});

test("a client that comes back gets what it missed first", async () => {
  const after = await newest();
  await write("one", "two");
  const socket = await open();
  socket.say({ ...subscribe, after });
  await socket.received(2);
  await write("three");
  await socket.received(3);
  expect(socket.items[0]).toEqual({ kind: "subscribed", position: after });
  expect(textsOf(socket)).toEqual(["one", "two", "three"]);
});

test.each([
  ["nonsense", "malformed"],
  ["999999999", "future"],
])("the position %s is answered by a reset before it goes on from now", async (after, reason) => {
  const position = await newest();
  const socket = await open();
  socket.say({ ...subscribe, after });
  await socket.received(2);
  expect(socket.items).toEqual([
    { kind: "reset", position, reason },
    { kind: "subscribed", position },
  ]);
});

test("a new subscription replaces the one before", async () => {
  const socket = await open();
  socket.say({ ...subscribe, types: ["command.*"] });
  await socket.received(1);
  socket.say({ ...subscribe, types: ["turn.recorded"] });
  await socket.received(2);
  await log.write(aNote("a command", {}, "command.opened"), aNote("a turn", {}, "turn.recorded"));
  await socket.received(3);
  expect(textsOf(socket)).toEqual(["a turn"]);
});

test("a subscription that was replaced at once says nothing more", async () => {
  const socket = await open();
  socket.say({ ...subscribe, after: "nonsense" });
  socket.say(subscribe);
  const position = await newest();
  await socket.received(1);
  await write("after");
  await socket.received(2);
  expect(socket.items.map((item) => LiveMessage.parse(item).kind)).toEqual(["subscribed", "events"]);
  expect(socket.items[0]).toEqual({ kind: "subscribed", position });
});

test("a ping is answered, nonsense is named, and the socket stays open", async () => {
  const socket = await open();
  for (const message of ["{", { kind: "shout" }, { kind: "ping" }]) socket.say(message);
  await socket.received(3);
  expect(socket.items).toEqual([
    expect.objectContaining({ kind: "error", code: "request.invalid" }),
    expect.objectContaining({ kind: "error", code: "request.invalid" }),
    { kind: "pong" },
  ]);
});

test.each([
  ["no credentials", "", {}, "401"],
  ["a foreign Origin", "?ticket=read", { origin: "http://evil.example" }, "403"],
  ["a foreign Host", "", { ...bearer("read"), host: "evil.example" }, "403"],
  ["a cookie and no Origin", "", { cookie: "scopes=read" }, "403"],
  ["a key without the scope", "", bearer("signals:write"), "403"],
])("with %s the socket is refused before it opens", async (_what, query, headers, status) => {
  await expect(open(query, headers)).rejects.toThrow(status);
});

test("a ticket opens a socket for our own page", async () => {
  const socket = await open("?ticket=read", { origin: server.url });
  socket.say({ kind: "ping" });
  await socket.received(1);
});

test("a plain request to the socket's address is told to upgrade, and no other address upgrades", async () => {
  const plain = await server.ask("/api/live", { headers: bearer("read") });
  expect([plain.status, plain.json()]).toEqual([
    426,
    expect.objectContaining({ code: "request.upgrade_required" }),
  ]);
  await expect(openSocket(`${server.url}/api/events`, bearer("read"))).rejects.toThrow("200");
});

test("the socket of a caller who is no longer welcome is closed at once", async () => {
  const socket = await open("", bearer("read,admin"));
  gate.sendAway("read,admin");
  expect(await socket.code).toBe(4401);
});

test("a client that takes nothing is dropped, and others notice nothing", { timeout: 60_000 }, async () => {
  const dropping = listeningLog("did not keep up");
  const strict = await serverWith({ patienceMs: 300, log: dropping.log });
  const [stalled, lively] = [await open("", bearer("read"), strict), await open("", bearer("read"), strict)];
  for (const socket of [stalled, lively]) {
    socket.say(subscribe);
    await socket.received(1);
  }
  stalled.pause();
  const long = "x".repeat(200_000);
  for (let index = 0; index < 60; index++) await write(`${index} ${long}`);
  while (textsOf(lively).length < 60) await lively.received(lively.items.length + 1);
  await dropping.heard;
  stalled.resume();
  expect(await stalled.code).toBe(1006);
  await strict.stop();
});

test("a server that stops says goodbye to its sockets", async () => {
  const stopping = await serverWith({});
  const socket = await open("", bearer("read"), stopping);
  socket.say(subscribe);
  await socket.received(1);
  await stopping.stop();
  expect(await socket.code).toBe(1001);
});
