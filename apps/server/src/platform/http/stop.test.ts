import { setTimeout as pause } from "node:timers/promises";
import { routes } from "@signalbox/contract/routes";
import { expect, test } from "vitest";
import { reply, serve } from "./http.ts";
import { aServer, wordGate } from "./testing.ts";

test("a stop waits for a request that is being answered, and not for the connection that its client keeps", async () => {
  const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const live = serve(routes.healthLive, async () => {
    asked.resolve();
    await answer.promise;
    return reply(200, { status: "ok" });
  });
  const own = await aServer({ gate: wordGate(), routes: [live] });
  const answered = fetch(`${own.url}/health/live`);
  await asked.promise;
  const stopped = own.stop();
  expect(await Promise.race([stopped.then(() => "stopped"), pause(300, "waits")])).toBe("waits");
  answer.resolve();
  expect((await answered).status).toBe(200);
  // It would keep it for seconds.
  expect(await Promise.race([stopped.then(() => "stopped"), pause(2_000, "waits")])).toBe("stopped");
});
