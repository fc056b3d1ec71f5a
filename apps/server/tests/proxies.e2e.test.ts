import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@signalbox/client/client";
import { type FollowedItem, followEvents } from "@signalbox/client/follow-events";
import { signInHeader } from "@signalbox/contract/auth";
import { routes } from "@signalbox/contract/routes";
import { freePort } from "@signalbox/testkit/free-port";
import { hookSession } from "@signalbox/testkit/hook-session";
import { findCaddy, findNginx, isMissing } from "@signalbox/testkit/machine";
import { type RunningServer, runServer } from "@signalbox/testkit/server";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { startCaddy } from "./proxies/caddy.ts";
import { startNginx } from "./proxies/nginx.ts";
import type { RunningProxy } from "./proxies/proxy.ts";
import { connectionTo, fetchThrough, type Way } from "./proxies/through-proxy.ts";

const caddy = findCaddy();
const nginx = findNginx();
const name = "box.test";
const json = { "content-type": "application/json" };

const kinds = [
  { proxy: "Caddy", tool: caddy, start: startCaddy, prefix: "" },
  { proxy: "Caddy", tool: caddy, start: startCaddy, prefix: "/signalbox" },
  { proxy: "nginx", tool: nginx, start: startNginx, prefix: "" },
  { proxy: "nginx", tool: nginx, start: startNginx, prefix: "/signalbox" },
];

/** One server, found under every proxy's address. */
let server: RunningServer;
const ports = new Map<(typeof kinds)[number], number>();
beforeAll(async () => {
  for (const kind of kinds) ports.set(kind, await freePort());
  const urls = kinds.map((kind) => `https://${name}:${ports.get(kind)}${kind.prefix}`);
  server = await runServer({
    env: { SIGNALBOX_PUBLIC_URL: urls.join(","), SIGNALBOX_TRUSTED_PROXIES: "127.0.0.1" },
  });
});
afterAll(() => server.stop());

const hear = async () => {
  const session = hookSession({ sessionId: randomUUID(), cwd: "/workspace/proxied" });
  const body = JSON.stringify(session.started());
  expect((await server.fetch("/hooks/claude", { method: "POST", headers: json, body })).status).toBe(202);
};

describe.each(kinds)("behind $proxy, at path '$prefix'", (kind) => {
  const { tool, start, prefix } = kind;
  describe.skipIf(isMissing(tool))("with the files of deploy/", () => {
    let folder: string;
    let proxy: RunningProxy;
    let way: Way;
    let site: string;
    beforeAll(async () => {
      folder = temporaryFolder("proxy");
      const port = ports.get(kind) ?? 0;
      // The first node is away all the time.
      const upstreams = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${server.port}`];
      const plainPort = await freePort();
      proxy = await start(tool.path ?? "", { folder, name, port, plainPort, prefix, upstreams });
      way = { name, port, ca: proxy.ca };
      site = `https://${name}:${port}${prefix}`;
      withKey.authorization = `Bearer ${server.adminKey}`;
      // It listens before it has a certificate.
      const isThere = () =>
        ask("/health/ready").then(
          ({ ok }) => ok || undefined,
          () => undefined,
        );
      await until(isThere, () => `${kind.proxy} to have a certificate`);
    });
    afterAll(async () => {
      await proxy?.stop();
      removeFolder(folder);
    });

    const ask = (path: string, init: RequestInit = {}, by: Partial<Way> = {}) =>
      fetchThrough({ ...way, ...by })(`${site}${path}`, init);
    const withKey = { authorization: "" };

    test("a link signs a browser in, with a cookie that leaves over TLS alone", async () => {
      const link = routes.createSignInLink.replies[201].parse(
        await (await ask("/api/sign-in-links", { method: "POST", headers: withKey })).json(),
      );
      const { origin } = new URL(site);
      const signedIn = await ask("/api/sign-ins", {
        method: "POST",
        headers: { ...json, origin },
        body: JSON.stringify({ secret: new URL(link.url).hash.slice(1) }),
      });
      expect(signedIn.status).toBe(201);
      const cookie = signedIn.headers.get("set-cookie") ?? "";
      expect(cookie).toMatch(prefix === "" ? /^__Host-.*; Path=\/;/ : /^__Secure-.*; Path=\/signalbox\/;/);
      expect(cookie).toMatch(/; HttpOnly; Secure; SameSite=Strict$/);
      expect(signedIn.headers.get("strict-transport-security")).toBe("max-age=31536000");

      const { secret } = routes.signIn.replies[201].parse(await signedIn.json());
      const headers = { cookie: cookie.split(";", 1).join(), [signInHeader]: secret };
      const caller = await ask("/api/caller", { headers });
      expect([caller.status, await caller.json()]).toEqual([
        200,
        expect.objectContaining({ kind: "sign_in" }),
      ]);
      const foreign = { ...headers, ...json, origin: "https://evil.example" };
      const refused = await ask("/api/sign-ins/current", { method: "DELETE", headers: foreign });
      expect([refused.status, await refused.json()]).toMatchObject([403, { code: "request.origin_refused" }]);
    });

    test("nothing of ours is told to who asks for another host", async () => {
      const answer = await ask("/health/live", { headers: { host: "evil.example" } });
      expect(await answer.text()).not.toContain('"status":"ok"');
    });

    test("the app asks for its files where it is", async () => {
      const page = await (await ask("/agents")).text();
      expect(page).toContain(`<meta name="signalbox-base" content="${prefix}/" />`);
      const [, script = ""] = /<script type="module"[^>]* src="([^"]+)"/.exec(page) ?? [];
      const answer = await fetchThrough(way)(new URL(script, site));
      expect([answer.status, answer.headers.get("content-type")]).toEqual([
        200,
        expect.stringContaining("javascript"),
      ]);
    });

    test("the log knows who asks, whatever the client says of itself", async () => {
      const correlationId = `far-${randomUUID()}`;
      const headers = { ...withKey, "x-correlation-id": correlationId, "x-forwarded-for": "203.0.113.9" };
      expect((await ask("/api/caller", { headers }, { localAddress: "127.0.0.77" })).status).toBe(200);
      const line = await until(
        () =>
          readFileSync(join(server.stateFolder, "logs/server.log"), "utf8")
            .split("\n")
            .find((one) => one.includes(correlationId)),
        () => "the request to stand in the log",
      );
      expect(JSON.parse(line)).toMatchObject({ path: "/api/caller", address: "127.0.0.77" });
    });

    test("events arrive at once, and none is lost or doubled when the proxy takes its configuration anew", async () => {
      const client = createClient({
        baseUrl: site,
        credentials: () => ({ apiKey: server.adminKey }),
        fetch: fetchThrough(way),
      });
      const leaving = new AbortController();
      const items = followEvents(client, {
        types: ["agent.started"],
        after: (await client.call(routes.getStatus)).position,
        signal: leaving.signal,
        backoff: { firstMs: 50, maxMs: 200 },
      });
      const positions: string[] = [];
      const next = async () => {
        const { value }: { value?: FollowedItem } = await items.next();
        if (value?.kind === "event") positions.push(value.event.position);
      };
      await hear();
      await next();
      const sentAt = performance.now();
      await Promise.all([next(), hear()]);
      // A buffer would hold it until the stream ends, or a proxy's patience does.
      expect(performance.now() - sentAt).toBeLessThan(5_000);
      await proxy.reload();
      await Promise.all([next(), hear()]);
      leaving.abort();
      expect(positions).toEqual([...new Set(positions)].sort((a, b) => Number(a) - Number(b)));
      expect(positions).toHaveLength(3);
    });

    test("a socket brings events as they happen", async () => {
      const { ticket } = routes.createTicket.replies[201].parse(
        await (await ask("/api/tickets", { method: "POST", headers: withKey })).json(),
      );
      const { host, origin, pathname } = new URL(`${site}/api/live`);
      const socket = new WebSocket(`wss://127.0.0.1:${way.port}${pathname}?ticket=${ticket}`, {
        ...connectionTo(way),
        headers: { host, origin },
      });
      const heard: string[] = [];
      socket.on("message", (message) => heard.push(String(message)));
      await once(socket, "open");
      socket.send(JSON.stringify({ kind: "subscribe", types: ["agent.started"] }));
      await until(
        () => heard.find((one) => one.includes("subscribed")),
        () => heard.join(),
      );
      await hear();
      await until(
        () => heard.find((one) => one.includes("agent.started")),
        () => heard.join(),
      );
      socket.close();
      await once(socket, "close");
    });
  });
});
