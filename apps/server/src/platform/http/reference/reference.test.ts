import { routes } from "@signalbox/contract/routes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isObject, listAt, objectAt, textAt } from "../../../kernel/json.ts";
import { aServer, bearer, unreached, wordGate } from "../testing.ts";
import { openApiOf } from "./openapi.ts";
import { referenceRoutes } from "./reference.routes.ts";

const gate = wordGate();
const document = openApiOf(routes, "1.2.3");

let server: Awaited<ReturnType<typeof aServer>>;
beforeAll(async () => {
  const own = referenceRoutes({ gate, version: "1.2.3" });
  server = await aServer({ gate, routes: [...own, ...unreached(routes, own)] });
});
afterAll(() => server.stop());

const operations = () =>
  Object.entries(objectAt(document, "paths")).flatMap(([path, methods]) =>
    Object.entries(isObject(methods) ? methods : {}).map(([method, operation]) => ({
      path,
      method,
      operation,
    })),
  );

const referencesIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  const own = textAt(value, "$ref");
  return [...(own === null ? [] : [own]), ...Object.values(value).flatMap(referencesIn)];
};

test("every route of the contract is in the document, once", () => {
  const ids = operations().map(({ operation }) => (isObject(operation) ? operation.operationId : undefined));
  expect(ids.sort()).toEqual(Object.keys(routes).sort());
});

test("every reference leads to a schema of the document", () => {
  const schemas = objectAt(objectAt(document, "components"), "schemas");
  const missing = referencesIn(document).filter(
    (reference) => !(reference.replace("#/components/schemas/", "") in schemas),
  );
  expect(missing).toEqual([]);
  expect(schemas).toHaveProperty("Agent.properties.state", { $ref: "#/components/schemas/AgentState" });
  expect(JSON.stringify(document)).not.toContain("$defs");
});

test("parameters in the path are those of its braces, and tickets are credentials", () => {
  for (const { path, operation } of operations()) {
    const parameters = listAt(isObject(operation) ? operation : {}, "parameters").filter(isObject);
    const inPath = parameters.filter((one) => one.in === "path").map(({ name }) => `{${name}}`);
    expect(inPath).toEqual(path.match(/\{\w+\}/g) ?? []);
    expect(parameters.map(({ name }) => name)).not.toContain("ticket");
  }
  expect(document).toMatchObject({
    openapi: "3.1.0",
    paths: {
      "/health/live": { get: { security: [] } },
      "/docs": {
        get: {
          security: [{ apiKey: [] }, { signInCookie: [], signInSecret: [] }, { ticket: [] }, { pass: [] }],
        },
      },
      "/api/agents/{agentId}": {
        get: { "x-scope": "read", responses: { 200: {}, "4XX": { description: "agents.not_found" } } },
      },
    },
  });
});

test("the document and the page need credentials", async () => {
  for (const path of ["/openapi.json", "/docs", "/docs/reference.css"]) {
    expect((await server.ask(path)).status).toBe(401);
  }
  const answer = await server.ask("/openapi.json", { headers: bearer("read") });
  expect(answer.json()).toEqual(JSON.parse(JSON.stringify(document)));
});

test("the stylesheet opens by the page's pass, and by no ticket", async () => {
  const open = async (path: string, headers = {}) => (await server.ask(path, { headers })).status;
  expect(await open("/docs/reference.css", { cookie: `signalbox_page_${server.port}=read` })).toBe(200);
  expect(await open("/openapi.json", { cookie: `signalbox_page_${server.port}=read` })).toBe(401);
  expect(await open("/docs/reference.css?ticket=read")).toBe(401);
});

test("the page opens by a ticket, and brings what its stylesheet and a reload need", async () => {
  const page = await server.ask("/docs?ticket=read");
  expect([page.status, page.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
  const [, styles = ""] = /<link rel="stylesheet" href="([^"]+)">/.exec(page.text) ?? [];
  const [cookie = ""] = page.headers["set-cookie"] ?? [];
  expect(cookie).toContain("Path=/docs;");
  const headers = { cookie: cookie.split(";", 1).join() };
  const again = await server.ask("/docs", { headers });
  expect([again.status, again.headers["set-cookie"]]).toEqual([200, undefined]);
  const answer = await server.ask(new URL(styles, `${server.url}/docs`).pathname, { headers });
  expect([answer.status, answer.headers["content-type"]]).toEqual([200, "text/css; charset=utf-8"]);
});

test("what a parameter means stands in the document and on the page", async () => {
  const meanings = {
    "/api/status": ["since", "rounded down to the hour, at most two days back, midnight UTC"],
    "/api/agents": ["parentId", "Only the agents that this one started"],
  };
  const { text } = await server.ask("/docs?ticket=read");
  for (const [path, [name, words]] of Object.entries(meanings)) {
    expect(document).toHaveProperty(
      ["paths", path, "get", "parameters"],
      expect.arrayContaining([
        expect.objectContaining({ name, description: expect.stringContaining(words ?? "") }),
      ]),
    );
    expect(text).toContain(words);
  }
});

test("whoever asks with a key needs no pass, and gets none", async () => {
  const page = await server.ask("/docs", { headers: bearer("read") });
  expect([page.status, page.headers["set-cookie"]]).toEqual([200, undefined]);
});

test("the page has every operation and schema, each link its target, and no script", async () => {
  const { text } = await server.ask("/docs?ticket=read");
  const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  for (const name of Object.keys(routes)) expect(ids).toContain(name);
  const dead = [...text.matchAll(/href="#([^"]+)"/g)].filter(([, id]) => !ids.has(id));
  expect(dead).toEqual([]);
  expect(text).not.toMatch(/<script|style=|undefined|\[object/);
});
