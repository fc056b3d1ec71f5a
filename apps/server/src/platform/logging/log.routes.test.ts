import { join } from "node:path";
import { listLogs } from "@signalbox/contract/logs";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { aServer, bearer, wordGate } from "../http/testing.ts";
import { logRoutes } from "./log.routes.ts";
import { LogFile } from "./log-file.ts";
import { createLogReader } from "./log-reader.ts";
import { createLogger } from "./logger.ts";

async function aLogServer() {
  const folder = temporaryFolder("log-routes");
  const path = join(folder, "server.log");
  const routes = logRoutes(createLogReader({ path }));
  const server = await aServer({ gate: wordGate(), routes, contract: [listLogs] });
  onTestFinished(async () => {
    await server.stop();
    removeFolder(folder);
  });
  const log = createLogger({ level: "info", destination: new LogFile({ path, clock: systemClock }) });
  const read = async (query = "") => {
    const { status, text } = await server.ask(`/api/logs${query}`, { headers: bearer("admin") });
    return { status, ...JSON.parse(text) };
  };
  return { server, log, read };
}

const messages = ({ items }: { items: { message: string }[] }) => items.map(({ message }) => message);

test("an administrator reads the log in pages and follows it, and is told whose it is", async () => {
  const { log, read } = await aLogServer();
  expect(await read()).toMatchObject({ status: 200, items: [], nextCursor: null, end: null });
  for (const message of ["one", "two", "three"]) log.info(message);
  const first = await read("?limit=2");
  expect(messages(first)).toEqual(["three", "two"]);
  expect(first.node).toEqual({ host: expect.any(String), pid: process.pid });
  expect(messages(await read(`?limit=2&cursor=${first.nextCursor}`))).toEqual(["one"]);
  log.error("four");
  const followed = await read(`?after=${first.end}`);
  expect(messages(followed)).toEqual(["four"]);
  expect(await read(`?after=${followed.end}`)).toMatchObject({ items: [], end: followed.end });
});

test("a made-up cursor is refused, and nobody but an administrator reads the log", async () => {
  const { server, read } = await aLogServer();
  expect(await read("?cursor=../../etc/passwd")).toMatchObject({
    status: 400,
    code: "request.cursor_invalid",
  });
  const { status } = await server.ask("/api/logs", { headers: bearer("read,operate,answer") });
  expect(status).toBe(403);
});
