import { connect, type Socket } from "node:net";
import type { RunningServer } from "../../packages/testkit/src/server.ts";

type Streaming = Pick<RunningServer, "port" | "adminKey">;

/** One delivery of an event to one of the clients. */
export interface Delivery {
  position: number;
  at: number;
}

const head = (server: Streaming, path: string) =>
  [
    `GET ${path} HTTP/1.1`,
    `host: 127.0.0.1:${server.port}`,
    `authorization: Bearer ${server.adminKey}`,
    "accept: text/event-stream",
  ].join("\r\n");

const streamPath = "/api/events/stream";
const lineOfPosition = Buffer.from("id: ");
const newline = 10;

/** The positions of the events in what arrived. */
function* positionsIn(bytes: Buffer): Generator<number> {
  for (let at = bytes.indexOf(lineOfPosition); at >= 0; at = bytes.indexOf(lineOfPosition, at + 1)) {
    yield Number(bytes.toString("latin1", at + lineOfPosition.length, bytes.indexOf(newline, at)));
  }
}

/** One buffer for all: a chunk is looked at before the next is read. */
const buffer = Buffer.alloc(256 * 1024);

/**
 * Opens streams that only look for positions, in as few steps as Node allows: hundreds of clients share one core
 * with the load generator, and what they spend would count as the server's.
 */
export async function openStreams(
  server: Streaming,
  count: number,
  onDelivery: (delivery: Delivery) => void,
): Promise<{ close(): void }> {
  const sockets: Socket[] = [];
  const open = () => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const callback = (length: number) => {
      const at = performance.now();
      const bytes = buffer.subarray(0, length);
      for (const position of positionsIn(bytes)) onDelivery({ position, at });
      resolve();
      return true;
    };
    const socket = connect({ port: server.port, host: "127.0.0.1", onread: { buffer, callback } });
    socket.on("error", reject);
    socket.write(`${head(server, streamPath)}\r\n\r\n`);
    sockets.push(socket);
    return promise;
  };
  for (let opened = 0; opened < count; opened++) await open();
  return { close: () => sockets.forEach((socket) => void socket.destroy()) };
}

/** A client that asks for the whole log and reads nothing of it; dropped by the server, it comes back. */
export function stalledClient(server: Streaming): { close(): void } {
  let closed = false;
  let socket: Socket;
  const open = () => {
    if (closed) return;
    socket = connect(server.port, "127.0.0.1").pause();
    socket.write(`${head(server, `${streamPath}?after=0`)}\r\n\r\n`);
    socket.on("error", () => {});
    socket.on("close", open);
  };
  open();
  return {
    close() {
      closed = true;
      socket.destroy();
    },
  };
}
