import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, expect, test } from "vitest";
import { createClient } from "./client.ts";
import { type FollowedItem, type FollowOptions, followEvents } from "./follow-events.ts";
import { anEvent, aStatus, problem, sendJson, serving } from "./server.testing.ts";

const releases: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const release of releases.splice(0)) await release();
});

type Connection = (response: ServerResponse, request: IncomingMessage) => void;

/** A stream that treats each connection as the next in the list says, the last one for all that follow. */
const aStream = async (...connections: Connection[]) => {
  const asked: { url: string; after: string | undefined; key: string | undefined }[] = [];
  const server = await serving((request, response) => {
    if (request.url === "/api/status") return sendJson(response, 200, aStatus({ position: "40" }));
    const { "last-event-id": after, authorization: key } = request.headers;
    asked.push({ url: request.url ?? "", after: String(after), key });
    connections[Math.min(asked.length, connections.length) - 1]?.(response, request);
  });
  releases.push(server.close);
  return { asked, client: createClient({ ...server, credentials: () => ({ apiKey: "sb_1" }) }) };
};

const telling =
  (...positions: number[]): Connection =>
  (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const position of positions) {
      const event = anEvent(position);
      response.write(`: beat\nid: ${position}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    }
  };
const thenEnding =
  (tell: Connection): Connection =>
  (response, request) => {
    tell(response, request);
    response.end();
  };
const refusing =
  (status: number, code: string): Connection =>
  (response) =>
    sendJson(response, status, problem(status, code));

const backoff = { firstMs: 1, maxMs: 2 };
const positionsOf = (items: readonly FollowedItem[]) =>
  items.map((item) => (item.kind === "event" ? item.event.position : `reset ${item.position}`));

/** Follows until `count` items came. */
const take = async (
  client: Parameters<typeof followEvents>[0],
  count: number,
  options: FollowOptions = {},
): Promise<string[]> => {
  const items: FollowedItem[] = [];
  for await (const item of followEvents(client, { backoff, ...options })) {
    items.push(item);
    if (items.length === count) break;
  }
  return positionsOf(items);
};

test("events come in order, with the filter and the position that were asked for", async () => {
  const { client, asked } = await aStream(telling(8, 9));
  expect(await take(client, 2, { after: "7", types: ["agent.*", "turn.recorded"] })).toEqual(["8", "9"]);
  expect(asked).toEqual([
    { url: "/api/events/stream?type=agent.*%2Cturn.recorded", after: "7", key: "Bearer sb_1" },
  ]);
});

test("a lost connection is taken up where it broke, and the follower is told", async () => {
  const { client, asked } = await aStream(thenEnding(telling(8, 9)), refusing(503, "busy"), telling(10));
  const interruptions: unknown[] = [];
  const positions = await take(client, 3, { after: "7", onInterrupted: (told) => interruptions.push(told) });
  expect(positions).toEqual(["8", "9", "10"]);
  expect(asked.map(({ after }) => after)).toEqual(["7", "9", "9"]);
  expect(interruptions).toHaveLength(2);
});

test("from now on means from the newest event, even when the first connection breaks at once", async () => {
  const { client, asked } = await aStream(thenEnding(telling()), telling(41));
  expect(await take(client, 1)).toEqual(["41"]);
  expect(asked.map(({ after }) => after)).toEqual(["40", "40"]);
});

test("a reset is handed on, and the stream goes on from there", async () => {
  const resetting: Connection = (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end('event: reset\ndata: {"position":"50"}\n\n');
  };
  const { client, asked } = await aStream(resetting, telling(51));
  expect(await take(client, 2, { after: "7" })).toEqual(["reset 50", "51"]);
  expect(asked.map(({ after }) => after)).toEqual(["7", "50"]);
});

test("a refusal that trying again would not cure is thrown", async () => {
  const { client, asked } = await aStream(refusing(401, "auth.required"));
  await expect(take(client, 1, { after: "7" })).rejects.toMatchObject({ status: 401, code: "auth.required" });
  expect(asked).toHaveLength(1);
});

test("a proxy with nobody behind it for a moment ends no stream", async () => {
  const away: Connection = (response) => {
    response.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad Gateway</h1>");
  };
  const { client } = await aStream(thenEnding(telling(41)), away, telling(42));
  expect(await take(client, 2, { after: "40" })).toEqual(["41", "42"]);
});

test("a stream without even a heartbeat is opened anew", async () => {
  const { client, asked } = await aStream(telling(), telling(8));
  expect(await take(client, 1, { after: "7", silenceMs: 30 })).toEqual(["8"]);
  expect(asked.length).toBeGreaterThan(1);
});

test("following ends with the signal, and leaves no connection behind", async () => {
  const closed = Promise.withResolvers<void>();
  const { client } = await aStream((response, request) => {
    request.once("close", () => closed.resolve());
    telling(8)(response, request);
  });
  const controller = new AbortController();
  const items: FollowedItem[] = [];
  for await (const item of followEvents(client, { after: "7", signal: controller.signal })) {
    items.push(item);
    controller.abort();
  }
  await closed.promise;
  expect(positionsOf(items)).toEqual(["8"]);
});
