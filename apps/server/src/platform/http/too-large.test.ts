import { once } from "node:events";
import { connect } from "node:net";
import { receiveHook } from "@signalbox/contract/receive-hook";
import { routes } from "@signalbox/contract/routes";
import { expect, onTestFinished, test } from "vitest";
import { reply, serve } from "./http.ts";
import { aServer, bearer, unreached, wordGate } from "./testing.ts";

test("whoever sends too large a body to its end before listening hears that it is too large", async () => {
  const hooks = [serve(receiveHook, async () => reply(202, null))];
  const server = await aServer({ gate: wordGate(), routes: [...hooks, ...unreached(routes, hooks)] });
  onTestFinished(server.stop);
  const body = Buffer.alloc(40 * 2 ** 20, "x");
  const head = [
    "POST /hooks/claude HTTP/1.1",
    `host: 127.0.0.1:${server.port}`,
    `authorization: ${bearer("signals:write").authorization}`,
    `content-length: ${body.length}`,
  ];
  const socket = connect(server.port, "127.0.0.1").pause();
  onTestFinished(() => void socket.destroy());
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  const { promise: sent, resolve, reject } = Promise.withResolvers<void>();
  socket.write(body, (error) => (error ? reject(error) : resolve()));
  await sent;
  const [answer] = await once(socket.resume(), "data");
  expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /);
});
