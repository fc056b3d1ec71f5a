import { afterEach, expect, test, vi } from "vitest";
import type { WebSocket as ServerSocket } from "ws";
import { createClient } from "./client.ts";
import { problem, sendJson, serving } from "./server.testing.ts";
import { type TerminalStatus, watchTerminal } from "./watch-terminal.ts";

const releases: (() => unknown)[] = [];
afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});

const stream = "0199d4a2-0000-7000-8000-000000000000";
const agentId = "0199d4a2-0000-7000-8000-000000000001";

interface Said {
  kind: string;
}

/** A terminal whose server answers each thing said as the test says, and what its watcher was told. */
const aTerminal = async (
  talk: (socket: ServerSocket, said: Said, connection: number) => void,
  ticketStatus = 201,
) => {
  const said: { connection: number; request: Said }[] = [];
  let connections = 0;
  const server = await serving(
    (_request, response) =>
      ticketStatus === 201
        ? sendJson(response, 201, { ticket: "t", expiresAt: "2026-11-21T09:00:30.000Z" })
        : sendJson(response, ticketStatus, problem(ticketStatus, "refused")),
    (socket) => {
      const connection = ++connections;
      socket.on("message", (text) => {
        const request: Said = JSON.parse(String(text));
        said.push({ connection, request });
        talk(socket, request, connection);
      });
    },
  );
  releases.push(server.close);
  const statuses: TerminalStatus["state"][] = [];
  const drawn: string[] = [];
  const terminal = watchTerminal({
    client: createClient(server),
    agentId,
    onScreen: ({ columns, bytes }, shown) => {
      drawn.push(`${columns}: ${new TextDecoder().decode(bytes)}`);
      shown();
    },
    onOutput: (bytes, shown) => {
      drawn.push(new TextDecoder().decode(bytes));
      shown();
    },
    onDriving: () => {},
    onRefused: () => {},
    onStatus: ({ state }) => void statuses.push(state),
    backoff: { firstMs: 1, maxMs: 1 },
  });
  releases.push(terminal.close);
  return { terminal, said, statuses, drawn };
};

const tell = (socket: ServerSocket, message: object) => socket.send(JSON.stringify(message));
const size = { columns: 80, rows: 24 };

test("a terminal that is lost is gone on with where it was, and what is shown is said", async () => {
  const { said, drawn, statuses } = await aTerminal((socket, { kind }, connection) => {
    if (kind !== "watch") return;
    if (connection === 1) {
      tell(socket, { kind: "screen", stream, offset: 100, ...size });
      socket.send(Buffer.from("the screen"));
      socket.send(Buffer.from("more"));
      socket.close();
    } else {
      tell(socket, { kind: "resumed", stream, offset: 104, ...size });
      socket.send(Buffer.from("missed"));
    }
  });
  await vi.waitFor(() => expect(drawn).toEqual(["80: the screen", "more", "missed"]));
  expect(said.find(({ connection }) => connection === 2)?.request).toEqual({
    kind: "watch",
    resume: { stream, offset: 104 },
  });
  await vi.waitFor(() =>
    expect(said.map(({ request }) => request)).toContainEqual({ kind: "took", offset: 110 }),
  );
  expect(statuses).toEqual(["connecting", "live", "waiting", "connecting", "live"]);
});

test("a pane that was moved is looked for at once, and one that is not there is said", async () => {
  const { statuses } = await aTerminal((socket, { kind }, connection) => {
    if (kind !== "watch") return;
    tell(socket, { kind: "ended", reason: connection === 1 ? "moved" : "no_pane" });
    socket.close();
  });
  await vi.waitFor(() => expect(statuses.at(-1)).toBe("ended"));
  expect(statuses).toEqual(["connecting", "waiting", "connecting", "ended"]);
});

test("whoever may not look is not tried for again", async () => {
  const { statuses, said } = await aTerminal(() => {}, 401);
  await vi.waitFor(() => expect(statuses).toEqual(["connecting", "refused"]));
  expect(said).toEqual([]);
});
