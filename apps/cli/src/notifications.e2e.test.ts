import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openReceiver } from "@signalbox/testkit/web-receiver";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type OwnServer, ownServer } from "./testing/own-server.ts";

let server: OwnServer;
let signalbox: OwnServer["signalbox"];
beforeAll(async () => {
  server = await ownServer({ SIGNALBOX_OUTBOUND_NETWORKS: "127.0.0.0/8" });
  ({ signalbox } = server);
  expect(await signalbox("up")).toMatchObject({ code: 0, err: "" });
});
afterAll(() => server.remove());

test("a channel is named and tested from the command line", async () => {
  expect((await signalbox("notifications", "list")).out).toMatch(/^No channel yet/);
  expect(await signalbox("notifications", "test", "Pager")).toMatchObject({ code: 2 });
  const pager = await openReceiver((_heard, place) => ({ status: place === 0 ? 200 : 403 }));
  onTestFinished(pager.stop);
  const key = (await readFile(join(server.folder, "state", "cli.key"), "utf8")).trim();
  const made = await fetch(`http://127.0.0.1:${server.config.port}/api/notifications/channels`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ kind: "ntfy", name: "Pager", server: pager.url, topic: "till" }),
  });
  expect(made.status).toBe(201);
  expect((await signalbox("notifications", "list")).out).toMatch(
    /^CHANNEL +KIND +ON +LEADS TO.*\nPager +ntfy +yes +127/,
  );
  expect(await signalbox("notifications", "test", "Pager")).toMatchObject({
    code: 0,
    out: "Pager took it\n",
  });
  expect(await signalbox("notifications", "test", "Pager")).toMatchObject({
    code: 1,
    err: expect.stringContaining("Pager was not reached: It answered 403"),
  });
});
