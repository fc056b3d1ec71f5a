import { connect } from "node:net";
import { defineRoute } from "@signalbox/contract/route";
import { routes } from "@signalbox/contract/routes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { createLogger } from "../logging/logger.ts";
import { trustedProxies } from "./client.ts";
import { type MountedRoute, reply, serve } from "./http.ts";
import type { Site } from "./sites.ts";
import { readSite } from "./sites.ts";
import { aServer, bearer, unreached, wordGate } from "./testing.ts";

const touch = defineRoute({
  method: "POST",
  path: "/api/touch",
  permission: "public",
  summary: "For tests",
  replies: { 200: z.object({ address: z.string(), origin: z.string() }) },
});
const own: MountedRoute[] = [
  serve(touch, async ({ client, site, setCookie }) => {
    setCookie({ name: "seen", path: "/" }, "yes", { maxAgeSeconds: 60 });
    setCookie({ name: "page", path: "/docs" }, "yes", { maxAgeSeconds: 60 });
    return reply(200, { address: client.address, origin: site.origin });
  }),
  serve(routes.healthLive, async () => reply(200, { status: "ok" })),
];
const mounted = [...own, ...unreached(routes, own)];

const siteAt = (url: string): Site => {
  const site = readSite(url);
  if (site === undefined) throw new Error(`${url} is no site`);
  return site;
};
const publicSites = [
  siteAt("https://box.example"),
  siteAt("https://shared.example:8443/signalbox"),
  siteAt("http://lan.example"),
];

const lines: string[] = [];
let behind: Awaited<ReturnType<typeof aServer>>;
let exposed: Awaited<ReturnType<typeof aServer>>;
beforeAll(async () => {
  const shared = {
    gate: wordGate(),
    routes: mounted,
    contract: [...Object.values(routes), touch],
    publicSites,
  };
  const log = createLogger({ level: "info", destination: { write: (line) => lines.push(line) } });
  behind = await aServer({ ...shared, log, trustedProxies: trustedProxies(["127.0.0.1"]) });
  exposed = await aServer(shared);
});
afterAll(async () => {
  await behind.stop();
  await exposed.stop();
});

const viaTls = { "x-forwarded-proto": "https", "x-forwarded-for": "198.51.100.7" };
const touchAt = (path: string, headers: Record<string, string>) =>
  behind.ask(path, { method: "POST", headers });

test.each([
  ["box.example", 200],
  ["BOX.example:443", 200],
  ["shared.example:8443", 200],
  ["shared.example", 403],
  ["evil.example", 403],
  ["box.example.evil.example", 403],
])("behind a trusted proxy, %s is answered %i over TLS", async (host, status) => {
  expect((await behind.ask("/health/live", { headers: { host, ...viaTls } })).status).toBe(status);
});

test("the host that the proxy was asked for counts, where it sends another one", async () => {
  const ask = (forwarded: string) =>
    behind.ask("/health/live", { headers: { ...viaTls, "x-forwarded-host": forwarded } });
  expect((await ask("box.example")).status).toBe(200);
  expect((await ask("evil.example")).status).toBe(403);
});

test("a site of TLS is not served without, and says the cure", async () => {
  for (const server of [behind, exposed]) {
    const answer = await server.ask("/health/live", { headers: { host: "box.example" } });
    expect([answer.status, answer.json()]).toEqual([
      403,
      expect.objectContaining({
        code: "request.not_secure",
        detail: expect.stringContaining("SIGNALBOX_TRUSTED_PROXIES"),
      }),
    ]);
  }
});

test("a stranger's word for TLS is not taken", async () => {
  const answer = await exposed.ask("/health/live", { headers: { host: "box.example", ...viaTls } });
  expect([answer.status, answer.json()]).toMatchObject([403, { code: "request.not_secure" }]);
});

test.each([
  ["https://box.example", 200],
  ["https://shared.example:8443", 403],
  ["http://box.example", 403],
  ["https://evil.example", 403],
  ["http://127.0.0.1:PORT", 403],
])("a page of %s that changes something at https://box.example is answered %i", async (origin, status) => {
  const headers = { host: "box.example", ...viaTls, origin: origin.replace("PORT", String(behind.port)) };
  expect((await touchAt("/api/touch", headers)).status).toBe(status);
});

test("a browser that came over TLS is told to come back over nothing else; others are not", async () => {
  const sent = async (headers: Record<string, string>) =>
    (await behind.ask("/health/live", { headers })).headers["strict-transport-security"];
  expect(await sent({ host: "box.example", ...viaTls })).toBe("max-age=31536000");
  expect(await sent({ host: "lan.example" })).toBeUndefined();
  expect(await sent({})).toBeUndefined();
});

describe("a cookie", () => {
  const cookiesAt = async (path: string, headers: Record<string, string>) => {
    const answer = await touchAt(path, headers);
    expect(answer.status).toBe(200);
    return answer.headers["set-cookie"];
  };

  test("over TLS belongs to its host alone and is sent over TLS alone", async () => {
    const headers = { host: "box.example", ...viaTls, origin: "https://box.example" };
    expect(await cookiesAt("/api/touch", headers)).toEqual([
      "__Host-seen=yes; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Strict",
      "__Secure-page=yes; Max-Age=60; Path=/docs; HttpOnly; Secure; SameSite=Strict",
    ]);
  });

  test("below a path is sent below that path alone", async () => {
    const origin = "https://shared.example:8443";
    const headers = { host: "shared.example:8443", ...viaTls, origin };
    expect(await cookiesAt("/signalbox/api/touch", headers)).toEqual([
      "__Secure-seen_8443=yes; Max-Age=60; Path=/signalbox/; HttpOnly; Secure; SameSite=Strict",
      "__Secure-page_8443=yes; Max-Age=60; Path=/signalbox/docs; HttpOnly; Secure; SameSite=Strict",
    ]);
  });

  test("without TLS bears the port, since cookies are sent to all of them", async () => {
    const { port, url: origin } = behind;
    expect(await cookiesAt("/api/touch", { origin })).toEqual([
      `seen_${port}=yes; Max-Age=60; Path=/; HttpOnly; SameSite=Strict`,
      `page_${port}=yes; Max-Age=60; Path=/docs; HttpOnly; SameSite=Strict`,
    ]);
    const lan = { host: "lan.example", origin: "http://lan.example" };
    expect(await cookiesAt("/api/touch", lan)).toEqual([
      expect.stringContaining("seen_80="),
      expect.stringContaining("page_80="),
    ]);
  });
});

test.each(["/signalbox/health/live", "/health/live"])(
  "below a path, %s is the same whether or not the proxy took the path off",
  async (path) => {
    const headers = { host: "shared.example:8443", ...viaTls };
    expect((await behind.ask(path, { headers })).status).toBe(200);
  },
);

test.each([
  ["/signalboxes/health/live", "shared.example:8443"],
  ["/signalbox/health/live", "box.example"],
])("%s of %s is nowhere", async (path, host) => {
  const answer = await behind.ask(path, { headers: { host, ...viaTls, ...bearer("read") } });
  expect(answer.status).toBe(404);
});

test("who asks is known by the address at the other side of the proxy", async () => {
  const headers = { host: "box.example", ...viaTls, origin: "https://box.example" };
  const answer = await touchAt("/api/touch", { ...headers, "x-correlation-id": "far" });
  expect(answer.json()).toEqual({ address: "198.51.100.7", origin: "https://box.example" });
  const logged = lines.map((line) => JSON.parse(line));
  expect(logged).toContainEqual(expect.objectContaining({ correlationId: "far", address: "198.51.100.7" }));
});

test("who is nobody yet is counted by that address", async () => {
  const limited = await aServer({
    gate: wordGate(),
    routes: mounted,
    contract: [...Object.values(routes), touch],
    trustedProxies: trustedProxies(["127.0.0.1"]),
    requestsPerMinute: 2,
  });
  const ask = async (address: string) =>
    (await limited.ask("/health/live", { headers: { "x-forwarded-for": address } })).status;
  const asked = [await ask("198.51.100.7"), await ask("198.51.100.7"), await ask("198.51.100.7")];
  expect(asked).toEqual([200, 200, 429]);
  expect(await ask("198.51.100.8")).toBe(200);
  await limited.stop();
});

/** Says exactly these lines, which no HTTP client would, and answers the status. */
const say = (requestLine: string, headers: readonly string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const socket = connect(exposed.port, "127.0.0.1");
    let heard = "";
    socket.on("data", (chunk) => {
      heard += chunk;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(Number(heard.split(" ")[1])));
    socket.write([requestLine, ...headers, "Connection: close", "", ""].join("\r\n"));
  });
const ours = () => `127.0.0.1:${exposed.port}`;

test("a request with two Host headers is refused, whoever asks", async () => {
  const key = "Authorization: Bearer read";
  const get = "GET /health/live HTTP/1.1";
  expect(await say(get, [`Host: ${ours()}`, key])).toBe(200);
  expect(await say(get, [`Host: ${ours()}`, "Host: evil.example", key])).toBe(400);
  expect(await say(get, [`host: ${ours()}`, `HOST: ${ours()}`, key])).toBe(400);
});

test("a request target with a host must name the one of the Host header", async () => {
  const key = "Authorization: Bearer read";
  const target = (host: string) => `GET http://${host}/health/live HTTP/1.1`;
  expect(await say(target(ours()), [`Host: ${ours()}`, key])).toBe(200);
  expect(await say(target("evil.example"), [`Host: ${ours()}`, key])).toBe(403);
  expect(await say(target(ours()), ["Host: evil.example", key])).toBe(403);
});

test("a path that is one of our own can't be a site's prefix", async () => {
  const clash = [siteAt("https://box.example/api")];
  await expect(
    aServer({
      gate: wordGate(),
      routes: mounted,
      contract: [...Object.values(routes), touch],
      publicSites: clash,
    }),
  ).rejects.toThrow(/SIGNALBOX_PUBLIC_URL.*\/api/);
});
