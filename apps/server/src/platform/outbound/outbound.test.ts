import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { allowedNetworks, noNetworks } from "./allowed-address.ts";
import { createOutbound } from "./outbound.ts";
import { createOutboundFetch } from "./outbound-fetch.ts";

const loopback = allowedNetworks(["127.0.0.0/8"]) ?? noNetworks;
const signal = new AbortController().signal;
const word = {
  headers: { authorization: "Bearer a-token", "content-type": "text/plain" },
  body: "hello",
  signal,
};

async function aServer(answer: RequestListener) {
  const heard: IncomingMessage["headers"][] = [];
  const server = createServer((request, response) => {
    heard.push(request.headers);
    answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { heard, port, url: `http://127.0.0.1:${port}` };
}

test("an address of this machine is refused before anything is sent", async () => {
  const server = await aServer((_request, response) => response.end());
  const { post } = createOutbound({ allowed: noNetworks });
  await expect(post({ ...word, url: server.url })).rejects.toThrow("not on the public internet");
  expect(server.heard).toEqual([]);
});

test("a name that leads to this machine is refused, even where another of its addresses is public", async () => {
  const { post } = createOutbound({
    allowed: noNetworks,
    resolve: async () => ["93.184.216.34", "127.0.0.1"],
  });
  await expect(post({ ...word, url: "http://rebound.example/" })).rejects.toThrow(
    "not on the public internet",
  );
});

test("what was checked is what is connected to, under the name that was asked for", async () => {
  const server = await aServer((_request, response) => response.end("heard"));
  const asked: string[] = [];
  const { post } = createOutbound({
    allowed: loopback,
    resolve: async (host) => {
      asked.push(host);
      return ["127.0.0.1"];
    },
  });
  const reply = await post({ ...word, url: `http://hooks.example:${server.port}/` });
  expect(reply).toMatchObject({ status: 200, text: "heard" });
  expect(server.heard).toMatchObject([{ host: `hooks.example:${server.port}` }]);
  expect(asked).toEqual(["hooks.example"]);
});

test("a redirect to where nobody may go is refused", async () => {
  const inner = await aServer((_request, response) => response.end());
  const outer = await aServer((_request, response) =>
    response.writeHead(307, { location: `http://inner.example:${inner.port}/` }).end(),
  );
  const { post } = createOutbound({
    allowed: allowedNetworks(["127.0.0.1"]) ?? noNetworks,
    resolve: async () => ["127.0.0.2"],
  });
  await expect(post({ ...word, url: outer.url })).rejects.toThrow(
    "inner.example is not on the public internet",
  );
  expect(inner.heard).toEqual([]);
});

test("a redirect to another origin takes no key along, and going round in circles ends", async () => {
  const inner = await aServer((_request, response) => response.end());
  const outer = await aServer((_request, response) => response.writeHead(308, { location: inner.url }).end());
  const { post } = createOutbound({ allowed: loopback });
  expect(await post({ ...word, url: outer.url })).toMatchObject({ status: 200 });
  expect(inner.heard[0]).not.toHaveProperty("authorization");

  const circle = await aServer((_request, response) => response.writeHead(307, { location: "/" }).end());
  await expect(post({ ...word, url: circle.url })).rejects.toThrow("leads on more than 3 times");
});

test("a server that does not answer is given up", async () => {
  const server = await aServer(() => {});
  const { post } = createOutbound({ allowed: loopback, timeLimitMs: 50 });
  await expect(post({ ...word, url: server.url })).rejects.toThrow("was not reached");
});

test("what is fetched leads to another origin only where no request holds a key, and each on the way is checked", async () => {
  const inner = await aServer((_request, response) => response.end("inner"));
  const outer = await aServer((_request, response) => response.writeHead(302, { location: inner.url }).end());
  const inside = await aServer((_request, response) =>
    response.writeHead(302, { location: "http://10.0.0.1/" }).end(),
  );
  const limits = { outbound: createOutbound({ allowed: loopback }), timeLimitMs: 5_000, mostBytes: 100 };
  const [keyed, bare] = [createOutboundFetch(limits), createOutboundFetch({ ...limits, leavesOrigin: true })];
  await expect(keyed(outer.url)).rejects.toThrow();
  expect(await (await bare(outer.url)).text()).toBe("inner");
  await expect(bare(inside.url)).rejects.toThrow("10.0.0.1 is not on the public internet");
});
