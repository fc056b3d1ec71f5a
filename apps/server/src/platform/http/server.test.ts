import { PageQuery } from "@signalbox/contract/common";
import { defineRoute, type Route } from "@signalbox/contract/route";
import { routes } from "@signalbox/contract/routes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { AppError } from "../../kernel/errors.ts";
import { createLogger } from "../logging/logger.ts";
import { type MountedRoute, reply, serve } from "./http.ts";
import { aServer, bearer, unreached, walkRoutes, wordGate } from "./testing.ts";

const post = { method: "POST", permission: "operate", summary: "For tests" } as const;
const echo = defineRoute({
  ...post,
  path: "/api/echo/:id",
  params: z.object({ id: z.uuid() }),
  query: z.object({ limit: PageQuery.shape.limit }),
  body: z.object({ text: z.string() }),
  replies: { 200: z.object({ text: z.string(), limit: z.number() }) },
});
const fail = defineRoute({
  ...post,
  path: "/api/fail",
  body: z.object({ how: z.enum(["expected", "unexpected", "off", "extra"]) }),
  replies: { 200: z.object({ how: z.string() }) },
});
const tagged = defineRoute({
  method: "GET",
  path: "/api/tagged",
  permission: "read",
  summary: "For tests",
  replies: { 200: z.object({}) },
});

const mounted: MountedRoute[] = [
  serve(echo, async ({ body, query }) => reply(200, { text: body.text, limit: query.limit })),
  serve(fail, async ({ body: { how } }) => {
    if (how === "expected") throw new AppError("conflict", "things.taken", "The thing is taken");
    if (how === "unexpected") throw new Error("the secret cause");
    return reply(200, how === "off" ? JSON.parse("{}") : { how, password: "hunter2" });
  }),
  serve(tagged, async ({ setHeader }) => {
    setHeader("etag", '"seven"');
    return reply(200, {});
  }),
  serve(routes.receiveHook, async ({ rawBody, params }) => {
    if (params.backend !== "claude")
      throw new AppError("not_found", "signals.unknown_backend", params.backend);
    if (rawBody.length === 0) throw new Error("unexpected");
    return reply(202, null);
  }),
  serve(routes.healthLive, async () => reply(200, { status: "ok" })),
];
mounted.push(...unreached(routes, mounted));
const contract: Route[] = [...Object.values(routes), echo, fail, tagged];

let server: Awaited<ReturnType<typeof aServer>>;
beforeAll(async () => {
  server = await aServer({ gate: wordGate(), routes: mounted, contract });
});
afterAll(() => server.stop());

const id = "0199d4a2-0000-7000-8000-000000000000";
const json = { "content-type": "application/json" };
const send = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  server.ask(path, {
    method: "POST",
    headers: { ...bearer("operate"), ...json, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

test("nobody without credentials gets past any route that is not public, streams included", async () => {
  const answers = await Promise.all(
    walkRoutes(server.registered).map(async ({ method, address }) => ({
      asked: `${method} ${address}`,
      status: (await server.ask(address, { method })).status,
    })),
  );
  expect(answers.length).toBeGreaterThan(25);
  expect(answers.filter(({ status }) => status !== 401)).toEqual([]);
});

test("nobody whose scopes are not enough gets past any route", async () => {
  const answers = await Promise.all(
    walkRoutes(server.registered).map(async ({ method, address, permission }) => {
      const others = ["signals:write", "read", "operate", "answer", "admin"].filter(
        (one) => one !== permission,
      );
      const { status } = await server.ask(address, { method, headers: bearer(others.join(",")) });
      return { asked: `${method} ${address}`, status };
    }),
  );
  expect(answers.filter(({ status }) => status !== 403)).toEqual([]);
});

test("only what the surface names is public", () => {
  const open = server.registered.filter(({ permission }) => permission === "public");
  expect(new Set(open.map(({ path }) => path))).toEqual(
    new Set([
      "/health/live",
      "/health/ready",
      "/schemas/bot.json",
      "/api/notifications/renewals",
      "/api/sign-ins",
      "/api/sign-ins/password",
      "/api/sources/:sourceId/deliveries",
      "/api/sign-ins/new-password",
      "/api/sign-ins/identity",
      "/api/ways-in",
      "/api/notifications/answers",
    ]),
  );
});

test("a route outside the contract, or mounted twice, fails the start", async () => {
  const gate = wordGate();
  await expect(
    aServer({ gate, routes: [serve(echo, async () => reply(200, { text: "", limit: 1 }))] }),
  ).rejects.toThrow("outside the contract");
  const twice = mounted.slice(0, 1);
  await expect(aServer({ gate, contract, routes: [...twice, ...twice] })).rejects.toThrow("mounted twice");
});

test.each([
  ["GET", "/nothing/here"],
  ["POST", "/api"],
  ["PUT", "/health/live"],
  ["DELETE", "/api/tagged"],
  ["GET", "/%zz"],
])("an address that is not there is as closed as any other: %s %s", async (method, path) => {
  expect((await server.ask(path, { method })).status).toBe(401);
  expect((await server.ask(path, { method, headers: bearer("read") })).status).toBeOneOf([400, 404, 405]);
});

test("a wrong method is told which ones work", async () => {
  const answer = await server.ask("/api/tagged", { method: "DELETE", headers: bearer("read") });
  expect(answer.status).toBe(405);
  expect(answer.headers.allow).toBe("GET, HEAD");
  expect(answer.json()).toMatchObject({ code: "request.method_not_allowed" });
});

test("credentials are asked for before the request is looked at", async () => {
  const answer = await server.ask("/api/echo/nonsense?limit=many", {
    method: "POST",
    headers: json,
    body: "{",
  });
  expect(answer.status).toBe(401);
  expect(answer.headers["www-authenticate"]).toBe('Bearer realm="signalbox"');
});

test("a request is read by its contract, with defaults", async () => {
  const answer = await send(`/api/echo/${id}`, { text: "hello", more: 1 });
  expect([answer.status, answer.json()]).toEqual([200, { text: "hello", limit: 50 }]);
});

test.each(["1e2", "0x10", "+5", "%205", "5.0", "0", "201", ""])("a limit of %j is refused", async (limit) => {
  const answer = await send(`/api/echo/${id}?limit=${limit}`, { text: "hello" });
  expect([answer.status, answer.json()]).toEqual([
    400,
    expect.objectContaining({ errors: [expect.objectContaining({ path: "query.limit" })] }),
  ]);
});

test("all faults of a request are told at once", async () => {
  const answer = await send("/api/echo/nonsense?limit=many", { text: 1 });
  expect(answer.status).toBe(400);
  expect(answer.headers["content-type"]).toContain("application/problem+json");
  expect(answer.json()).toMatchObject({
    status: 400,
    code: "request.invalid",
    title: "Bad Request",
    correlationId: answer.headers["x-correlation-id"],
    errors: [{ path: "params.id" }, { path: "query.limit" }, { path: "body.text" }],
  });
});

test.each([
  ["{", json, 400, "request.malformed_json"],
  ["", json, 400, "request.invalid"],
  ["text=hello", { "content-type": "application/x-www-form-urlencoded" }, 415, "request.media_type"],
  ['{"text":"x"}', { "content-type": "text/plain" }, 415, "request.media_type"],
  [`"${"x".repeat(1_100_000)}"`, json, 413, "request.too_large"],
])("a body that can't be read says why (%#)", async (body, headers, status, code) => {
  const answer = await send(`/api/echo/${id}`, body, headers);
  expect([answer.status, answer.json()]).toEqual([status, expect.objectContaining({ status, code })]);
});

test("a NUL in an address is refused, since no database looks for one", async () => {
  const answer = await server.ask("/api/echo/a%00b?limit=%00", {
    method: "POST",
    headers: bearer("operate"),
  });
  expect(answer.status).toBe(400);
  expect(answer.json()).toMatchObject({
    code: "request.invalid",
    errors: expect.arrayContaining([
      { path: "params", message: "must not contain NUL" },
      { path: "query", message: "must not contain NUL" },
    ]),
  });
});

test("an expected failure keeps its code and words, an unexpected one its silence", async () => {
  const expected = await send("/api/fail", { how: "expected" });
  expect([expected.status, expected.json()]).toEqual([
    409,
    expect.objectContaining({ code: "things.taken", detail: "The thing is taken" }),
  ]);
  const unexpected = await send("/api/fail", { how: "unexpected" });
  expect([unexpected.status, unexpected.json()]).toEqual([
    500,
    expect.objectContaining({ code: "internal.unexpected" }),
  ]);
  expect(unexpected.text).not.toContain("secret cause");
});

test("a reply that is not what its contract says fails, where tests look", async () => {
  for (const how of ["off", "extra"]) {
    const answer = await send("/api/fail", { how });
    expect([answer.status, answer.json()]).toEqual([
      500,
      expect.objectContaining({ code: "internal.reply_off_contract" }),
    ]);
  }
});

test("a correlation id is taken over where it is harmless, else made", async () => {
  const asked = (value: string) => server.ask("/health/live", { headers: { "x-correlation-id": value } });
  expect((await asked("build-7.2:a")).headers["x-correlation-id"]).toBe("build-7.2:a");
  expect((await asked('"><script>')).headers["x-correlation-id"]).toMatch(/^[0-9a-f-]{36}$/);
  expect((await asked("x".repeat(500))).headers["x-correlation-id"]).toMatch(/^[0-9a-f-]{36}$/);
});

test("a reply the client holds already is not sent again", async () => {
  const fresh = await server.ask("/api/tagged", { headers: bearer("read") });
  expect([fresh.status, fresh.headers.etag]).toEqual([200, '"seven"']);
  const again = await server.ask("/api/tagged", {
    headers: { ...bearer("read"), "if-none-match": 'W/"six", "seven"' },
  });
  expect([again.status, again.text]).toEqual([304, ""]);
});

test("replies are for their asker alone, and pages may load nothing from elsewhere", async () => {
  const { headers } = await server.ask("/health/live");
  expect(headers["cache-control"]).toBe("no-store");
  expect(headers["content-security-policy"]).toBe(
    "default-src 'self';img-src 'self' data:;object-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
  );
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["access-control-allow-origin"]).toBeUndefined();
});

test.each([
  ["evil.example", 403],
  ["127.0.0.1:1", 403],
  ["127.0.0.1", 403],
  ["localhost:PORT.evil.example", 403],
  ["user@127.0.0.1:PORT", 403],
  ["127.0.0.1:PORT", 200],
  ["localhost:PORT", 200],
  ["LOCALHOST:PORT", 200],
  ["[::1]:PORT", 200],
])("a Host header that names %s is answered %i", async (host, status) => {
  const answer = await server.ask("/health/live", {
    headers: { host: host.replace("PORT", String(server.port)) },
  });
  expect(answer.status).toBe(status);
});

test.each([
  ["http://evil.example", 403],
  ["null", 403],
  ["https://127.0.0.1:PORT", 403],
  ["http://127.0.0.1:1", 403],
  ["http://127.0.0.1:PORT", 200],
  ["http://localhost:PORT", 403],
])("a change asked for by a page of %s is answered %i", async (origin, status) => {
  const headers = { origin: origin.replace("PORT", String(server.port)) };
  expect((await send(`/api/echo/${id}`, { text: "x" }, headers)).status).toBe(status);
});

test("without an Origin only a key may change something, a cookie never", async () => {
  const request = { method: "POST", body: '{"text":"x"}' };
  const cookie = { ...json, cookie: "scopes=operate" };
  const origin = `http://127.0.0.1:${server.port}`;
  const without = await server.ask(`/api/echo/${id}`, { ...request, headers: cookie });
  expect([without.status, without.json()]).toEqual([
    403,
    expect.objectContaining({ code: "request.origin_missing" }),
  ]);
  const withOne = await server.ask(`/api/echo/${id}`, { ...request, headers: { ...cookie, origin } });
  expect(withOne.status).toBe(200);
  const signIn = await server.ask("/api/sign-ins", { ...request, headers: json });
  expect(signIn.status).toBe(403);
});

test("a ticket opens only what takes tickets", async () => {
  expect((await server.ask("/api/tagged?ticket=read")).status).toBe(401);
  expect((await server.ask("/docs?ticket=operate")).status).toBe(403);
});

test.each([
  ["POST", "/hooks/claude", {}, 401],
  ["POST", "/hooks/claude", bearer("read"), 403],
  ["POST", "/hooks/codex", bearer("signals:write"), 404],
  ["POST", "/hooks/claude", bearer("signals:write"), 500],
  ["GET", "/hooks/claude", bearer("signals:write"), 405],
  ["POST", "/hooks/claude/more", bearer("signals:write"), 404],
  ["POST", "/hooks/%zz", {}, 401],
  ["POST", "/hooks/claude", { host: "evil.example" }, 403],
])(
  "what a hook prints reaches the model, so no refusal has words: %s %s %o is %i",
  async (method, path, headers, status) => {
    const answer = await server.ask(path, { method, headers });
    expect([answer.status, answer.text]).toEqual([status, ""]);
  },
);

test("a hook may bring 16 MB of any kind and no more", async () => {
  const hook = (size: number) =>
    server.ask("/hooks/claude", {
      method: "POST",
      headers: bearer("signals:write"),
      body: Buffer.alloc(size, "x"),
    });
  expect((await hook(16 * 1024 * 1024)).status).toBe(202);
  const refused = await hook(16 * 1024 * 1024 + 1);
  expect([refused.status, refused.text]).toEqual([413, ""]);
});

test("why a hook was refused is in the log, and no credential or query is", async () => {
  const lines: string[] = [];
  const log = createLogger({ level: "debug", destination: { write: (line) => lines.push(line) } });
  const logging = await aServer({ gate: wordGate(), routes: mounted, contract, log });
  await logging.ask("/hooks/nobody?ticket=hidden", { method: "POST", headers: bearer("signals:write") });
  await logging.ask("/hooks/claude", {
    method: "POST",
    headers: { ...bearer("signals:write"), "content-length": String(17 * 1024 * 1024) },
  });
  await logging.ask("/api/tagged?ticket=hidden", {
    headers: { ...bearer("read"), "x-correlation-id": "c-1" },
  });
  await logging.stop();
  const entries = lines.map((line) => JSON.parse(line));
  expect(entries).toContainEqual(expect.objectContaining({ code: "signals.unknown_backend" }));
  expect(entries).toContainEqual(expect.objectContaining({ code: "signals.too_large" }));
  expect(entries).toContainEqual(
    expect.objectContaining({
      path: "/api/tagged",
      status: 200,
      correlationId: "c-1",
      caller: "api_key:read",
    }),
  );
  expect(lines.join("")).not.toMatch(/hidden|Bearer/);
});

test("a caller who asks too often is told to wait; hooks and other callers are not", async () => {
  const limited = await aServer({ gate: wordGate(), routes: mounted, contract, requestsPerMinute: 3 });
  const ask = (words: string) => limited.ask("/api/tagged", { headers: bearer(words) });
  for (let asked = 0; asked < 3; asked++) expect((await ask("read")).status).toBe(200);
  const refused = await ask("read");
  expect([refused.status, refused.json()]).toEqual([
    429,
    expect.objectContaining({ code: "request.rate_limited" }),
  ]);
  expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
  expect((await ask("read,operate")).status).toBe(200);
  for (let asked = 0; asked < 5; asked++) {
    const headers = bearer("signals:write");
    expect((await limited.ask("/hooks/claude", { method: "POST", headers, body: "{}" })).status).toBe(202);
  }
  await limited.stop();
});

test.each(["x", "/;", "text/plain", ""])(
  "a hook is its body, whatever its content-type: %j",
  async (type) => {
    const headers = { ...bearer("signals:write"), "content-type": type };
    expect((await server.ask("/hooks/claude", { method: "POST", headers, body: "{}" })).status).toBe(202);
  },
);

test("a hook is refused without a word, in whichever form its address is written", async () => {
  for (const path of ["/hooks/claude", "/%68ooks/claude", `http://127.0.0.1:${server.port}/hooks/claude`]) {
    const refused = await server.ask(path, { method: "POST", body: "{}" });
    expect([path, refused.status, refused.text]).toEqual([path, 401, ""]);
  }
});

test("what is no HTTP, or has a head too large, is refused without a word", async () => {
  const large = await server.ask("/hooks/claude", {
    method: "POST",
    headers: { "x-large": "x".repeat(20_000) },
  });
  expect([large.status, large.text]).toEqual([431, ""]);
});
