import { once } from "node:events";
import { connect } from "node:net";
import { routes } from "@signalbox/contract/routes";
import { expect, test } from "vitest";
import type { MountedRoute } from "./http.ts";
import { aServer, wordGate } from "./testing.ts";

test.each([
  ["no text", "%ff"],
  ["too long", "x".repeat(300)],
])("an upgrade to an address that can't be read is answered and let go: %s", async (_why, agentId) => {
  const talk: MountedRoute = {
    kind: "socket",
    route: routes.terminalSocket,
    talk: (_context, socket) => socket.close(),
  };
  const own = await aServer({ gate: wordGate(), routes: [talk] });
  const socket = connect(own.port, "127.0.0.1");
  const heard: Buffer[] = [];
  socket.on("data", (bytes: Buffer) => void heard.push(bytes));
  const head = [
    `GET /api/agents/${agentId}/terminal HTTP/1.1`,
    ...[`Host: 127.0.0.1:${own.port}`, `Origin: ${own.url}`, "Authorization: Bearer read"],
    ...["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"],
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  await once(socket, "close");
  expect(Buffer.concat(heard).toString()).toMatch(/^HTTP\/1\.1 4(?:00|04|14) /);
  await own.stop();
});
