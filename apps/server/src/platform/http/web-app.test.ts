import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { pages } from "@signalbox/contract/pages";
import { routes } from "@signalbox/contract/routes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aServer, bearer, unreached, wordGate } from "./testing.ts";

const built = `<!doctype html><title>Signalbox</title><script src="./assets/main-8f3a.js"></script>`;
const page = built.replace("./", "/");
const script = `console.log("${"signal ".repeat(500)}");`;

const publicSites = [{ origin: "http://box.example", prefix: "/signalbox", secure: false }];

const asBrowser = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

let folder: string;
let server: Awaited<ReturnType<typeof aServer>>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-web-"));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), built);
  writeFileSync(join(folder, "favicon.svg"), "<svg/>");
  writeFileSync(join(folder, "assets/main-8f3a.js"), script);
  writeFileSync(join(folder, "assets/main-8f3a.js.br"), brotliCompressSync(script));
  writeFileSync(join(folder, "assets/main-8f3a.js.gz"), gzipSync(script));
  writeFileSync(join(folder, "assets/main-8f3a.js.map"), "{}");
  server = await aServer({ gate: wordGate(), routes: unreached(routes, []), webFolder: folder, publicSites });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

test.each([...Object.values(pages), "/projects/x?tab=1", "/settings/keys", "/operations/data/agents"])(
  "anybody may load the app at %s",
  async (path) => {
    const answer = await server.ask(path);
    expect([answer.status, answer.text]).toEqual([200, page]);
    expect(answer.headers["content-type"]).toContain("text/html");
    expect(answer.headers["cache-control"]).toBe("no-cache");
    expect(answer.headers["content-security-policy"]).toContain("default-src 'self'");
  },
);

test("under a path, the page asks for its files there", async () => {
  const headers = { host: "box.example" };
  for (const path of ["/signalbox", "/signalbox/", "/signalbox/agents/0199d4a2", "/agents"]) {
    const answer = await server.ask(path, { headers });
    expect([path, answer.status, answer.text]).toEqual([path, 200, built.replace("./", "/signalbox/")]);
  }
  const lost = await server.ask("/signalbox/nowhere", { headers: { ...headers, ...asBrowser } });
  expect([lost.status, lost.text]).toEqual([404, built.replace("./", "/signalbox/")]);
  expect((await server.ask("/signalbox/assets/main-8f3a.js", { headers })).text).toBe(script);
  expect((await server.ask("/signalbox/", {})).status).toBe(401);
});

test("a page that the browser holds already is not sent again", async () => {
  const { etag = "" } = (await server.ask("/")).headers;
  expect((await server.ask("/agents", { headers: { "if-none-match": etag } })).status).toBe(304);
  const elsewhere = { host: "box.example", "if-none-match": etag };
  expect((await server.ask("/signalbox/", { headers: elsewhere })).status).toBe(200);
});

test("files are served by name and asked for anew, unless their name holds their hash", async () => {
  const icon = await server.ask("/favicon.svg");
  expect([icon.status, icon.headers["cache-control"]]).toEqual([200, "no-cache"]);
  const etag = icon.headers.etag ?? "";
  expect((await server.ask("/favicon.svg", { headers: { "if-none-match": etag } })).status).toBe(304);
  const asset = await server.ask("/assets/main-8f3a.js");
  expect([asset.text, asset.headers["cache-control"]]).toEqual([
    script,
    "public, max-age=31536000, immutable",
  ]);
});

test.each([
  ["br, gzip", "br"],
  ["gzip", "gzip"],
])("who accepts %s gets what the build has compressed", async (accepted, encoding) => {
  const answer = await server.ask("/assets/main-8f3a.js", { headers: { "accept-encoding": accepted } });
  expect(answer.headers["content-encoding"]).toBe(encoding);
  expect(answer.headers["content-type"]).toContain("javascript");
  expect(answer.headers["cache-control"]).toContain("immutable");
  expect(Number(answer.headers["content-length"])).toBeLessThan(200);
});

test.each([
  "/assets/missing.js",
  "/assets/main-8f3a.js.map",
  "/assets/../../etc/passwd",
  "/assets/%2e%2e/%2e%2e/etc/passwd",
  "/.env",
  "/index.html/more",
  "/elsewhere",
])("nothing else in or around the folder is given out: %s", async (path) => {
  expect((await server.ask(path)).status).toBe(401);
  expect((await server.ask(path, { headers: bearer("read") })).status).toBe(404);
});

test.each(["/nowhere", "/agent/0199d4a2", "/.env", "/settings.html?x=/api/keys"])(
  "a person who mistyped an address is shown the app's page, signed in or not: %s",
  async (path) => {
    for (const headers of [asBrowser, { ...asBrowser, ...bearer("read") }]) {
      const answer = await server.ask(path, { headers });
      expect([answer.status, answer.text]).toEqual([404, page]);
      expect(answer.headers["content-type"]).toContain("text/html");
      expect(answer.headers["cache-control"]).toBe("no-cache");
    }
    expect((await server.ask(path, { method: "HEAD", headers: asBrowser })).status).toBe(404);
    expect((await server.ask(path, { method: "POST", headers: asBrowser })).status).toBe(401);
  },
);

test("a mistyped address that is loaded again shows the page again", async () => {
  const { headers } = await server.ask("/");
  const known = { "if-none-match": headers.etag ?? "", "if-modified-since": headers["last-modified"] ?? "" };
  const answer = await server.ask("/nowhere", { headers: { ...asBrowser, ...known } });
  expect([answer.status, answer.text]).toEqual([404, page]);
  expect(answer.headers).not.toHaveProperty("etag");
});

test.each([
  "/api",
  "/api/nowhere",
  "/api?x",
  "/api/agents",
  "/%61pi/nowhere",
  "/docs/nowhere",
  "/openapi.json",
  "/health/nowhere",
  "/metrics",
  "/hooks",
  "/hooks/claude/more",
])("a browser that is not signed in learns nothing of what is the API's: %s", async (path) => {
  expect((await server.ask(path, { headers: asBrowser })).status).toBe(401);
});

test("the app's pages are read, not written to", async () => {
  expect((await server.ask("/now", { method: "HEAD" })).status).toBe(200);
  expect((await server.ask("/now", { method: "POST" })).status).toBe(401);
});

test("without a build only the API is served", async () => {
  const bare = await aServer({
    gate: wordGate(),
    routes: unreached(routes, []),
    webFolder: join(folder, "none"),
  });
  expect((await bare.ask("/")).status).toBe(401);
  expect((await bare.ask("/nowhere", { headers: asBrowser })).status).toBe(401);
  await bare.stop();
});
