import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Status } from "@signalbox/contract/attention";
import type { EventEnvelope } from "@signalbox/contract/event";
import { type WebSocket, WebSocketServer } from "ws";

/** An event at a position; nothing else about it matters here. */
export const anEvent = (position: number, type = "agent.updated"): EventEnvelope => ({
  position: String(position),
  id: "0199d4a2-0000-7000-8000-000000000000",
  type,
  at: "2026-11-21T09:00:00.000Z",
  actor: "system",
  projectId: null,
  agentId: null,
  commandId: null,
  turnId: null,
  subject: { kind: "agent", id: "a" },
  correlationId: "c",
  causationId: null,
  version: 1,
  data: {},
});

export const problem = (status: number, code: string) => ({
  type: "about:blank",
  title: code,
  status,
  code,
  correlationId: "c",
});

/** What `GET /api/status` answers. */
export const aStatus = (facts: Partial<Status> = {}): Status => ({
  version: "1.0.0",
  demo: false,
  diskFull: false,
  readOnly: false,
  agents: { live: 0, idle: 0, commanded: 0, processing: 0, awaiting_input: 0, complete: 0 },
  attention: 0,
  oldestWaitSince: null,
  today: { completed: 0, done: 0, hours: [] },
  parkedSignals: 0,
  position: "1",
  ...facts,
});

export const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
};

/** A server on a free port that answers as the test says. */
export const serving = async (
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  talk: (socket: WebSocket, request: IncomingMessage) => void = () => {},
) => {
  const server = createServer(answer);
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", talk);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
