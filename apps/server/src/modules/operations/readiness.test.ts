import { routes } from "@signalbox/contract/routes";
import { afterEach, expect, test } from "vitest";
import type { DatabaseState } from "../../platform/database/database.ts";
import { aServer, unreached, wordGate } from "../../platform/http/testing.ts";
import { healthRoutes } from "./operations.routes.ts";
import { isReady } from "./readiness.ts";

let server: Awaited<ReturnType<typeof aServer>>;
afterEach(() => server.stop());

/** What the two health checks answer of a server whose parts are like this. */
async function health(parts: { state?: DatabaseState; isUp?: boolean; range?: () => Promise<never> }) {
  const { state = "ready", isUp = true, range = async () => ({ oldest: 0n, newest: 0n }) } = parts;
  const own = healthRoutes(() =>
    isReady({ events: { range }, db: { state: () => state }, isUp: () => isUp }),
  );
  server = await aServer({ gate: wordGate(), routes: [...own, ...unreached(routes, own)] });
  const statuses = ["/health/live", "/health/ready"].map(async (path) => (await server.ask(path)).status);
  return Promise.all(statuses);
}

test("a server that is up, on a database that answers, is live and ready", async () => {
  expect(await health({})).toEqual([200, 200]);
});

test.each(["full", "read_only", "recovering", "failing", "closed"] as const)(
  "on a database that is %s it lives and is not ready, though reads may be answered",
  async (state) => {
    expect(await health({ state })).toEqual([200, 503]);
  },
);

test("it lives and is not ready before its start is over, and where the database fails", async () => {
  expect(await health({ isUp: false })).toEqual([200, 503]);
  await server.stop();
  expect(await health({ range: () => Promise.reject(new Error("away")) })).toEqual([200, 503]);
});
