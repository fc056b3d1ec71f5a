import { once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { EngineSocket } from "./socket.ts";
import {
  beginAnswer,
  execute,
  message,
  messageType,
  parse,
  query,
  startup,
  transactionStatus,
} from "./wire.ts";

const ready = message(messageType.ready, Buffer.of(transactionStatus.idle));

async function connected() {
  const log: { bytes: Buffer; begin: boolean }[] = [];
  const calls: string[] = [];
  const socket = new EngineSocket({
    ready: async () => {},
    connect: () => calls.push("connect"),
    request: (bytes, begin) => log.push({ bytes: Buffer.from(bytes), begin }),
    disconnect: () => calls.push("disconnect"),
  });
  const received: Buffer[] = [];
  socket.on("data", (bytes: Buffer) => received.push(bytes));
  socket.connect();
  await once(socket, "connect");
  socket.write(startup("postgres", "postgres"));
  socket.receive(ready);
  await turn();
  received.length = 0;
  return { socket, log, calls, received };
}

test("what is written in one turn travels as one message", async () => {
  const { socket, log, calls } = await connected();
  const requests = [query("begin"), parse("a", "select 1"), execute("a"), query("commit")];
  for (const request of requests) socket.write(request);
  await turn();
  expect(calls).toEqual(["connect"]);
  expect(log).toEqual([{ bytes: Buffer.concat(requests), begin: false }]);
});

test("a BEGIN alone is answered here and travels with the next statement", async () => {
  const { socket, log, received } = await connected();
  socket.write(query("begin"));
  await turn();
  expect(received).toEqual([beginAnswer]);
  expect(log).toEqual([]);
  socket.write(query("select 1"));
  await turn();
  expect(log).toEqual([{ bytes: query("select 1"), begin: true }]);
});

test("a BEGIN behind an unanswered request keeps its place", async () => {
  const { socket, log } = await connected();
  socket.write(query("select 1"));
  await turn();
  socket.write(query("begin"));
  await turn();
  expect(log).toEqual([
    { bytes: query("select 1"), begin: false },
    { bytes: query("begin"), begin: false },
  ]);
});

test("a request without its end waits for the rest", async () => {
  const { socket, log } = await connected();
  const request = parse("a", "select 1");
  const sync = message(messageType.sync);
  socket.write(request.subarray(0, -sync.length));
  await turn();
  expect(log).toEqual([]);
  socket.write(sync);
  await turn();
  expect(log).toEqual([{ bytes: request, begin: false }]);
});

test("a cursor ends the connection with a clear error", async () => {
  const { socket, calls } = await connected();
  const failed = once(socket, "error");
  socket.write(message(messageType.flush));
  expect((await failed)[0]).toMatchObject({ code: "database.cursor" });
  expect(calls).toEqual(["connect", "disconnect"]);
});

test("an engine that is not to be had fails the connection", async () => {
  const socket = new EngineSocket({
    ready: () => Promise.reject(new Error("given up")),
    connect: () => {},
    request: () => {},
    disconnect: () => {},
  });
  const failed = once(socket, "error");
  socket.connect();
  expect((await failed)[0]).toMatchObject({ message: "given up" });
});
