/** The least that a server of streams can be: for each line on stdin, it writes those bytes to every connection. */
import { createServer } from "node:http";
import type { Socket } from "node:net";
import { createInterface } from "node:readline";

/** What an event takes on the wire beside its position. */
const rest = `\nevent: turn.recorded\ndata: ${"x".repeat(1_000)}\n\n`;

const sockets = new Set<Socket>();

const server = createServer((_request, response) => {
  response.removeHeader("transfer-encoding");
  response.writeHead(200, { "content-type": "text/event-stream", connection: "close" });
  response.write("retry: 1000\n\n");
  if (response.socket !== null) sockets.add(response.socket);
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(typeof address === "object" ? address?.port : address);
});

const lines = createInterface({ input: process.stdin });
lines.on("close", () => process.exit());
lines.on("line", (position) => {
  const event = Buffer.from(`id: ${position}${rest}`);
  for (const socket of sockets) socket.write(event);
});
