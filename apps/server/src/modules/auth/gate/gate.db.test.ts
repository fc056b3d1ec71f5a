import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { openEventSource, openSocket } from "../../../platform/http/streams/testing.ts";
import { bearer, walkRoutes } from "../../../platform/http/testing.ts";
import { adminKey, aGuardedServer, minute } from "../testing.ts";

let db: TestDatabase;
let server: Awaited<ReturnType<typeof aGuardedServer>>;
const watched = new Set<number>();
beforeAll(async () => {
  db = await testDatabase();
  server = await aGuardedServer(db, { watched });
});
afterAll(async () => {
  await server.stop();
  await db.close();
});

const ticketOf = async (headers: Record<string, string>) => {
  const answer = await server.call("POST", "/api/tickets", { headers });
  const { ticket } = JSON.parse(answer.text);
  return String(ticket);
};
const streamWith = async (ticket: string) => {
  const source = await openEventSource(`${server.url}/api/events/stream?ticket=${ticket}`);
  source.close();
  return source.status;
};

test("the real gate lets nobody through any route or stream without credentials", async () => {
  const asked = walkRoutes(server.registered);
  const answers = await Promise.all(
    asked.flatMap(({ method, address }) => [
      server.ask(address, { method }),
      server.ask(`${address}?ticket=nonsense`, { method }),
      server.ask(address, { method, headers: bearer("nonsense") }),
      server.ask(address, {
        method,
        headers: { cookie: `signalbox_sign_in_${server.port}=x`, "x-signalbox-sign-in": "x" },
      }),
      server.ask(address, { method, headers: { cookie: `signalbox_page_${server.port}=nonsense` } }),
    ]),
  );
  expect(answers.length).toBe(5 * asked.length);
  expect(answers.filter(({ status }) => status !== 401)).toEqual([]);
});

test("a key without the scope of a route is refused by it", async () => {
  const keys = await Promise.all(
    ["signals:write", "read", "operate", "admin"].map(async (scope) => ({
      scope,
      key: await server.aKey([scope]),
    })),
  );
  for (const { method, address, permission } of walkRoutes(server.registered)) {
    for (const { scope, key } of keys) {
      if (scope === permission) continue;
      const { status } = await server.ask(address, { method, headers: key.headers });
      expect([method, address, scope, status]).toEqual([method, address, scope, 403]);
    }
  }
});

describe("a ticket", () => {
  test("opens a stream, a socket or the reference, once", async () => {
    const { headers } = await server.aBrowser();
    const ticket = await ticketOf(headers);
    expect([await streamWith(ticket), await streamWith(ticket)]).toEqual([200, 401]);
    const socket = await openSocket(`${server.url}/api/live?ticket=${await ticketOf(headers)}`, {
      origin: server.url,
    });
    socket.close();
    expect((await server.ask(`/docs?ticket=${await ticketOf(headers)}`)).status).toBe(200);
  });

  test("is worth nothing at any other route, and is not used up there", async () => {
    const ticket = await ticketOf(bearer(adminKey));
    expect((await server.ask(`/api/caller?ticket=${ticket}`)).status).toBe(401);
    expect((await server.ask("/api/caller", { headers: bearer(ticket) })).status).toBe(401);
    expect(await streamWith(ticket)).toBe(200);
  });

  test("lasts thirty seconds", async () => {
    const ticket = await ticketOf(bearer(adminKey));
    server.clock.pass(30_000);
    expect(await streamWith(ticket)).toBe(401);
  });

  test("dies with the key it was made by", async () => {
    const key = await server.aKey(["read"]);
    const ticket = await ticketOf(key.headers);
    await server.call("DELETE", `/api/keys/${key.id}`, { headers: bearer(adminKey) });
    expect(await streamWith(ticket)).toBe(401);
  });
});

describe("the reference page, opened by a ticket", () => {
  const opened = async (headers: Record<string, string>) => {
    const address = `/docs?ticket=${await ticketOf(headers)}`;
    const page = await server.ask(address);
    const [given = ""] = page.headers["set-cookie"] ?? [];
    const [cookie = ""] = given.split(";");
    const again = async (path = address) => (await server.ask(path, { headers: { cookie } })).status;
    return { address, given, cookie, again };
  };

  test("loads its stylesheet, and itself again and again, for an hour", async () => {
    const { headers } = await server.aBrowser();
    const { given, again } = await opened(headers);
    expect(given).toMatch(/; Max-Age=3600; Path=\/docs; HttpOnly; SameSite=Strict$/);
    expect([await again(), await again(), await again("/docs")]).toEqual([200, 200, 200]);
    expect(await again("/docs/reference.css")).toBe(200);
    server.clock.pass(60 * minute);
    expect(await again()).toBe(401);
  });

  test("gets no other pass by being loaded again, only by another ticket", async () => {
    const { headers } = await server.aBrowser();
    const { cookie, address } = await opened(headers);
    const reloaded = await server.ask(address, { headers: { cookie } });
    expect([reloaded.status, reloaded.headers["set-cookie"]]).toEqual([200, undefined]);
    const fresh = await server.ask(`/docs?ticket=${await ticketOf(headers)}`, { headers: { cookie } });
    expect(fresh.headers["set-cookie"]).toEqual([
      expect.stringContaining(`signalbox_page_${server.port}=sbx_page`),
    ]);
  });

  test("leaves a cookie that opens nothing else", async () => {
    const { cookie } = await opened(bearer(adminKey));
    const others = walkRoutes(server.registered).filter(({ path }) => !path.startsWith("/docs"));
    for (const { method, address } of others) {
      const { status } = await server.ask(address, { method, headers: { cookie, origin: server.url } });
      expect([method, address, status]).toEqual([method, address, 401]);
    }
    const [, pass = ""] = cookie.split("=");
    expect(await streamWith(pass)).toBe(401);
    expect((await server.ask("/docs", { headers: bearer(pass) })).status).toBe(401);
  });

  test("is closed with the sign-in it was opened by", async () => {
    const { headers } = await server.aBrowser();
    const { again } = await opened(headers);
    await server.call("DELETE", "/api/sign-ins/current", { headers });
    expect(await again()).toBe(401);
  });
});

/** A program of this machine that asks for a sign-in link, two processes below the one that is started. */
const askFromBelow = () => {
  const script =
    'read go; sh -c \'curl -s -X POST -H "authorization: Bearer $1" "$0/api/sign-in-links"; true\' "$0" "$1"; true';
  return spawn("sh", ["-c", script, server.url, adminKey], { stdio: ["pipe", "pipe", "inherit"] });
};

describe.runIf(process.platform === "linux")("a program that descends from a watched agent", () => {
  test("gets no sign-in link, others do", async () => {
    const [agent, other] = [askFromBelow(), askFromBelow()];
    watched.add(agent.pid ?? 0);
    const answers = await Promise.all(
      [agent, other].map(async (child) => {
        child.stdin.end("go\n");
        const [said] = await Promise.all([text(child.stdout), once(child, "exit")]);
        return JSON.parse(said);
      }),
    );
    watched.clear();
    expect(answers).toEqual([
      expect.objectContaining({ status: 403, code: "auth.watched_agent" }),
      { url: expect.stringContaining("/sign-in#"), expiresAt: expect.any(String) },
    ]);
  });
});
