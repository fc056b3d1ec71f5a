import { afterEach, expect, test } from "vitest";
import type { WebSocket as ServerSocket } from "ws";
import { createClient } from "./client.ts";
import { type LiveOptions, type LiveStatus, liveEvents } from "./live-events.ts";
import { anEvent, problem, sendJson, serving } from "./server.testing.ts";

const releases: (() => unknown)[] = [];
afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});

interface Said {
  connection: number;
  ticket: string | null;
  request: unknown;
}

/** A live server: `talk` answers each thing said, with the number of the connection it came on. */
const aLiveServer = async (
  talk: (socket: ServerSocket, said: Said) => void,
  { ticketStatus = 201 }: { ticketStatus?: number } = {},
) => {
  const said: Said[] = [];
  let tickets = 0;
  let connections = 0;
  const server = await serving(
    (_request, response) =>
      ticketStatus === 201
        ? sendJson(response, 201, { ticket: `t${++tickets}`, expiresAt: "2026-11-21T09:00:30.000Z" })
        : sendJson(response, ticketStatus, problem(ticketStatus, "refused")),
    (socket, request) => {
      const connection = ++connections;
      const ticket = new URL(request.url ?? "", "http://x").searchParams.get("ticket");
      socket.on("message", (text) => {
        const now = { connection, ticket, request: JSON.parse(String(text)) };
        said.push(now);
        talk(socket, now);
      });
    },
  );
  releases.push(server.close);
  return { said, client: createClient(server), tickets: () => tickets };
};

const tell = (socket: ServerSocket, ...messages: unknown[]) => {
  for (const message of messages) socket.send(JSON.stringify(message));
};
const subscribed = (position: number) => ({ kind: "subscribed", position: String(position) });
const events = (...positions: number[]) => ({ kind: "events", events: positions.map((at) => anEvent(at)) });

/** A follower that writes down all it is told. */
const follow = (client: LiveOptions["client"], options: Partial<LiveOptions> = {}) => {
  const told = { positions: [] as string[], resets: [] as string[], states: [] as LiveStatus["state"][] };
  const live = liveEvents({
    client,
    backoff: { firstMs: 1, maxMs: 2 },
    onEvents: (batch) => told.positions.push(...batch.map((event) => event.position)),
    onReset: (reason) => told.resets.push(reason),
    onStatus: ({ state }) => told.states.push(state),
    ...options,
  });
  releases.push(live.close);
  return { live, told };
};

test("a follower subscribes with its filter and gets each event once", async () => {
  const { client, said } = await aLiveServer((socket) =>
    tell(socket, subscribed(7), events(8, 9), events(9, 10)),
  );
  const { told } = follow(client, { after: "7", filter: { types: ["agent.*"] } });
  await expect.poll(() => told.positions).toEqual(["8", "9", "10"]);
  expect(told.states).toEqual(["connecting", "live"]);
  expect(said).toEqual([
    { connection: 1, ticket: "t1", request: { kind: "subscribe", after: "7", types: ["agent.*"] } },
  ]);
});

test("a lost connection is taken up where it broke, with a ticket of its own", async () => {
  const { client, said } = await aLiveServer((socket, { connection }) => {
    tell(socket, subscribed(7), ...(connection === 1 ? [events(8, 9)] : [events(10)]));
    if (connection === 1) socket.close();
  });
  const { told } = follow(client);
  await expect.poll(() => told.positions).toEqual(["8", "9", "10"]);
  expect(told.states).toEqual(["connecting", "live", "waiting", "connecting", "live"]);
  expect(said).toEqual([
    { connection: 1, ticket: "t1", request: { kind: "subscribe" } },
    { connection: 2, ticket: "t2", request: { kind: "subscribe", after: "9" } },
  ]);
});

test("from now on is a position at once, so that nothing is missed when the connection breaks", async () => {
  const { client, said } = await aLiveServer((socket, { connection }) => {
    tell(socket, subscribed(connection === 1 ? 7 : 12));
    if (connection === 1) socket.terminate();
  });
  follow(client);
  await expect.poll(() => said.at(1)?.request).toEqual({ kind: "subscribe", after: "7" });
});

test("a reset is told, and events go on from there", async () => {
  const { client, said } = await aLiveServer((socket, { connection }) => {
    if (connection === 1) tell(socket, { kind: "reset", position: "50", reason: "expired" }, events(51));
    if (connection === 1) socket.close();
  });
  const { told } = follow(client, { after: "7" });
  await expect.poll(() => said.at(1)?.request).toEqual({ kind: "subscribe", after: "51" });
  expect(told).toMatchObject({ resets: ["expired"], positions: ["51"] });
});

test("another subscription replaces the first one from the same place", async () => {
  const { client, said } = await aLiveServer((socket) => tell(socket, subscribed(7)));
  const { live, told } = follow(client);
  await expect.poll(() => told.states).toContain("live");
  live.subscribe({ agentIds: ["0199d4a2-0000-7000-8000-000000000000"] });
  await expect
    .poll(() => said.at(1)?.request)
    .toEqual({ kind: "subscribe", after: "7", agentIds: ["0199d4a2-0000-7000-8000-000000000000"] });
});

test("a caller who is refused is told so, and does not knock again", async () => {
  const { client } = await aLiveServer(() => {}, { ticketStatus: 401 });
  const statuses: LiveStatus[] = [];
  const refused = new Promise<void>((resolve) => {
    follow(client, {
      onStatus(status) {
        statuses.push(status);
        if (status.state === "refused") resolve();
      },
    });
  });
  await refused;
  expect(statuses).toMatchObject([{ state: "connecting" }, { state: "refused", cause: { status: 401 } }]);
});

test("a server that is away is tried again, at once where that is asked for", async () => {
  const { client, tickets } = await aLiveServer((socket, { connection }) => {
    if (connection === 1) socket.terminate();
    else tell(socket, subscribed(1));
  });
  const { live, told } = follow(client, { backoff: { firstMs: 60_000, maxMs: 60_000 } });
  await expect.poll(() => told.states).toContain("waiting");
  live.reconnect();
  await expect.poll(() => told.states).toEqual(["connecting", "waiting", "connecting", "live"]);
  expect(tickets()).toBe(2);
});

test("a connection that is dead without saying so is given up", async () => {
  const { client, said } = await aLiveServer((socket, { connection, request }) => {
    if (connection === 1) return;
    tell(socket, subscribed(1), ...(JSON.stringify(request).includes("ping") ? [{ kind: "pong" }] : []));
  });
  const { told } = follow(client, { pingMs: 20 });
  await expect.poll(() => told.states).toContain("live");
  expect(said.slice(0, 3).map(({ request }) => request)).toEqual([
    { kind: "subscribe" },
    { kind: "ping" },
    { kind: "subscribe" },
  ]);
});

test("a closed connection stays closed", async () => {
  const gone = Promise.withResolvers<void>();
  const { client, tickets } = await aLiveServer((socket) => {
    tell(socket, subscribed(7));
    socket.once("close", () => gone.resolve());
  });
  const { live, told } = follow(client);
  await expect.poll(() => told.states).toContain("live");
  live.close();
  await gone.promise;
  expect(told.states).toEqual(["connecting", "live"]);
  expect(tickets()).toBe(1);
});
