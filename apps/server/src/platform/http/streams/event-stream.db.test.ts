import { routes } from "@signalbox/contract/routes";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../database/testing.ts";
import { createEventHistory } from "../../events/event-history.ts";
import { aLog, aNote } from "../../events/testing.ts";
import { aServer, bearer, silentLog, unreached, wordGate } from "../testing.ts";
import { type EventRoutesOptions, eventRoutes } from "./event.routes.ts";
import { type EventSource, listeningLog, openEventSource } from "./testing.ts";

let db: TestDatabase;
let log: Awaited<ReturnType<typeof aLog>>;
let server: Awaited<ReturnType<typeof aServer>>;
const gate = wordGate();
const reader = bearer("read");
const opened: EventSource[] = [];

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

const open = async (query = "", headers: Record<string, string> = reader, from = server) => {
  const source = await openEventSource(`${from.url}/api/events/stream${query}`, headers);
  opened.push(source);
  return source;
};

beforeAll(async () => {
  db = await testDatabase();
  log = await aLog(db);
  server = await serverWith({});
});
afterEach(() => {
  for (const source of opened.splice(0)) source.close();
});
afterAll(async () => {
  await server.stop();
  await log.stop();
  await db.close();
});

const newest = async () => (await log.range()).newest;
const write = (...texts: readonly string[]) => log.write(...texts.map((text) => aNote(text)));
const textsOf = (source: Pick<EventSource, "items">) =>
  source.items.filter(({ data }) => data !== undefined).map(({ data }) => JSON.parse(data ?? "").data?.text);

test("a stream without a position follows from now", async () => {
  await write("before");
  const source = await open();
  expect(source.status).toBe(200);
  expect(source.headers["content-type"]).toBe("text/event-stream; charset=utf-8");
  expect(source.headers["x-correlation-id"]).toBeDefined();
  await write("after");
  const [event] = await source.received(1);
  const position = await newest();
  expect(event).toMatchObject({ id: String(position), event: "note.written" });
  expect(JSON.parse(event?.data ?? "")).toMatchObject({
    position: String(position),
    data: { text: "after" },
  });
});

test("a stream is not open before it is known from where it follows", async () => {
  const [asked, found] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const range = async () => {
    asked.resolve();
    await found.promise;
    return log.range();
  };
  const slow = await serverWith({ events: { ...log, range } });
  let isOpen = false;
  const opening = open("", reader, slow).then((source) => {
    isOpen = true;
    return source;
  });
  await asked.promise;
  await slow.ask("/api/events", { headers: reader });
  expect(isOpen).toBe(false);
  found.resolve();
  const source = await opening;
  await write("once it is open");
  await source.received(1);
  expect(textsOf(source)).toEqual(["once it is open"]);
  source.close();
  await slow.stop();
});

test("a client that comes back gets what it missed, then what happens, without gap or double", async () => {
  const before = await newest();
  const texts = Array.from({ length: 60 }, (_, index) => `n${index}`);
  await write(...texts.slice(0, 20));
  const writing = (async () => {
    for (const text of texts.slice(20)) await write(text);
  })();
  const source = await open("", { ...reader, "last-event-id": String(before + 5n) });
  await source.received(55);
  await writing;
  await write("last");
  await source.received(56);
  expect(textsOf(source)).toEqual([...texts.slice(5), "last"]);
});

test("Last-Event-ID wins over the address, which a reconnecting browser can't change", async () => {
  const before = await newest();
  await write("one", "two", "three");
  const source = await open(`?after=${before}`, { ...reader, "last-event-id": String(before + 2n) });
  await source.received(1);
  expect(textsOf(source)).toEqual(["three"]);
});

test.each(["nonsense", "-1", "1.5", "99999999999999999999", "999999999", "9223372036854775808", "0x10"])(
  "the position %s is answered by a reset, and the stream goes on from now",
  async (after) => {
    await write("missed");
    const position = String(await newest());
    const source = await open(`?after=${after}`);
    const [reset] = await source.received(1);
    expect(reset).toMatchObject({ event: "reset", id: position, data: JSON.stringify({ position }) });
    await write("next");
    await source.received(2);
    expect(textsOf(source)).toEqual([undefined, "next"]);
  },
);

test("filters take types, families, projects and agents", async () => {
  const [projectId, agentId] = [newId(), newId()];
  const family = await open("?type=command.*");
  const project = await open(`?projectId=${newId()},${projectId}`);
  const agent = await open(`?agentId=${agentId.toUpperCase()}&type=note.written`);
  await log.write(
    aNote("plain"),
    aNote("command", {}, "command.opened"),
    aNote("of the project", { projectId }),
    aNote("of the agent", { agentId, projectId: newId() }),
    aNote("moved", { agentId }, "command.moved"),
  );
  await Promise.all([family.received(2), project.received(1), agent.received(1)]);
  expect(textsOf(family)).toEqual(["command", "moved"]);
  expect(textsOf(project)).toEqual(["of the project"]);
  expect(textsOf(agent)).toEqual(["of the agent"]);
});

test.each(["projectId=everything", "type=*", "type=command", "type=.*"])(
  "the filter %s makes no sense, and is refused before the stream opens",
  async (query) => {
    expect((await open(`?${query}`)).status).toBe(400);
  },
);

test("a filter given twice takes either", async () => {
  const source = await open("?type=note.written&type=command.*,question.asked");
  await log.write(
    aNote("one"),
    aNote("two", {}, "agent.started"),
    aNote("three", {}, "command.opened"),
    aNote("four", {}, "question.asked"),
  );
  await source.received(3);
  expect(textsOf(source)).toEqual(["one", "three", "four"]);
});

test("the log is listed from a position on, which must be one", async () => {
  const before = await newest();
  await write("after it");
  const list = (after: string) => fetch(`${server.url}/api/events?after=${after}`, { headers: reader });
  expect(await (await list(String(before))).json()).toMatchObject({
    items: [{ data: { text: "after it" } }],
  });
  expect((await list("nonsense")).status).toBe(400);
});

test("a foreign page gets no stream, with or without a ticket", async () => {
  expect((await open("?ticket=read", { origin: "http://evil.example" })).status).toBe(403);
  expect((await open("", { ...reader, host: "evil.example" })).status).toBe(403);
  expect((await open("", { cookie: "scopes=read" })).status).toBe(403);
  expect((await open("?ticket=read", {})).status).toBe(200);
});

test("a silent stream says now and then that it lives", async () => {
  const lively = await serverWith({ heartbeatMs: 20 });
  const source = await open("", reader, lively);
  const [beat] = await source.received(2);
  expect(beat).toMatchObject({ comment: "heartbeat", data: undefined });
  await lively.stop();
});

test("the stream of a caller who is no longer welcome ends at once, and tells nothing more", async () => {
  const source = await open("", bearer("read,admin"));
  gate.sendAway("read,admin");
  await write("not for them");
  await source.ended;
  expect(textsOf(source)).toEqual([]);
});

test("a client that takes nothing is dropped, others notice nothing, and it can resume", {
  timeout: 60_000,
}, async () => {
  const dropping = listeningLog("did not keep up");
  const strict = await serverWith({ patienceMs: 300, log: dropping.log });
  const start = await newest();
  const [stalled, lively] = [await open("", reader, strict), await open("", reader, strict)];
  stalled.pause();
  const long = "x".repeat(200_000);
  const count = 60;
  for (let index = 0; index < count; index++) await write(`${index} ${long}`);
  await lively.received(count);
  await dropping.heard;
  stalled.resume();
  await stalled.ended;
  expect(stalled.items.length).toBeLessThan(count);
  const seen = stalled.items.at(-1)?.id ?? String(start);
  const resumed = await open("", { ...reader, "last-event-id": seen }, strict);
  await resumed.received(count - stalled.items.length);
  expect([...textsOf(stalled), ...textsOf(resumed)]).toEqual(textsOf(lively));
  await strict.stop();
});

test("a server that stops ends its streams, and does so at once", async () => {
  const stopping = await serverWith({});
  const sources = await Promise.all(Array.from({ length: 5 }, () => open("", reader, stopping)));
  await stopping.stop();
  await Promise.all(sources.map((source) => source.ended));
});

test("the log comes in pages too, and a forged cursor is refused", async () => {
  await write("a", "b", "c");
  const texts: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? "" : `&cursor=${cursor}`;
    const page = await server.ask(`/api/events?limit=50&type=note.written${query}`, { headers: reader });
    const { items, nextCursor } = routes.listEvents.replies[200].parse(page.json());
    texts.push(...items.map(({ data }) => String(data.text)));
    cursor = nextCursor;
  } while (cursor !== null);
  expect(texts.slice(-3)).toEqual(["a", "b", "c"]);
  const forged = await server.ask("/api/events?cursor=MTIz", { headers: reader });
  expect([forged.status, forged.json()]).toEqual([
    400,
    expect.objectContaining({ code: "request.cursor_invalid" }),
  ]);
});
