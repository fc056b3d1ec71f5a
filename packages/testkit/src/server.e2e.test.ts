import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runServer } from "./server.ts";
import { removeFolder, temporaryFolder } from "./temporary.ts";

test("the server starts as a process of its own, knows its key, and stops in order", async () => {
  const server = await runServer();
  expect((await server.fetch("/api/status")).status).toBe(200);
  expect((await fetch(`${server.url}/api/status`)).status).toBe(401);
  expect(await server.stop()).toBe(0);
  expect(existsSync(server.stateFolder)).toBe(false);
});

test("a killed server comes back on the same state folder", async () => {
  const stateFolder = join(temporaryFolder("state"), "state");
  onTestFinished(() => removeFolder(stateFolder));
  const first = await runServer({ stateFolder });
  await first.kill9();
  const second = await runServer({ stateFolder });
  expect(second.pid).not.toBe(first.pid);
  expect((await second.fetch("/api/status")).status).toBe(200);
  await second.stop();
});

test("a server that can't start says why, and leaves nothing running", async () => {
  await expect(runServer({ env: { SIGNALBOX_PORT: "many" } })).rejects.toThrow("SIGNALBOX_PORT");
});
