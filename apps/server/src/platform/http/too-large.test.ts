import { receiveHook } from "@signalbox/contract/agents";
import { routes } from "@signalbox/contract/routes";
import { expect, onTestFinished, test } from "vitest";
import { reply, serve } from "./http.ts";
import { aServer, bearer, unreached, wordGate } from "./testing.ts";

test("whoever still sends too large a body hears that it is too large", async () => {
  const hooks = [serve(receiveHook, async () => reply(202, null))];
  const server = await aServer({ gate: wordGate(), routes: [...hooks, ...unreached(routes, hooks)] });
  onTestFinished(server.stop);
  const body = Buffer.alloc(40 * 2 ** 20, "x");
  const sending = Array.from({ length: 8 }, () =>
    server.ask("/hooks/claude", { method: "POST", headers: bearer("signals:write"), body }),
  );
  const answers = await Promise.all(sending);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 413));
});
