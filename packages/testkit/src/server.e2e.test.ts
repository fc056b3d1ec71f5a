import { expect, onTestFinished, test } from "vitest";
import { runServer } from "./server.ts";
import { removeFolder, temporaryFolder } from "./temporary.ts";

test("the server runs as a process of its own, comes back after it was killed, and stops in order", async () => {
  const stateFolder = temporaryFolder("state");
  onTestFinished(() => removeFolder(stateFolder));
  const first = await runServer({ stateFolder });
  expect((await first.fetch("/api/status")).status).toBe(200);
  expect((await fetch(`${first.url}/api/status`)).status).toBe(401);
  await first.kill9();

  const second = await runServer({ stateFolder });
  expect(second.pid).not.toBe(first.pid);
  expect((await second.fetch("/api/status")).status).toBe(200);
  expect(await second.stop()).toBe(0);
});

test("a server that can't start says why, and leaves nothing running", async () => {
  await expect(runServer({ env: { SIGNALBOX_PORT: "many" } })).rejects.toThrow("SIGNALBOX_PORT");
});
