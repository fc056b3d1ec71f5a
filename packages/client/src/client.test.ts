import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { getAgent, listAgents } from "@signalbox/contract/agents";
import { createApiKey, signOut } from "@signalbox/contract/auth";
import { afterEach, expect, expectTypeOf, test } from "vitest";
import { type Credentials, createClient } from "./client.ts";
import { ApiError, ServerUnreachable, UnexpectedReply } from "./errors.ts";

const releases: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const release of releases.splice(0)) await release();
});

interface Answer {
  status: number;
  body?: unknown;
}

const aServer = async (answer: Answer) => {
  const seen: { method: string; url: string; headers: IncomingMessage["headers"]; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    seen.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  releases.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
};

const problem = {
  type: "about:blank",
  title: "Not found",
  status: 404,
  code: "agents.not_found",
  detail: "No such agent",
  correlationId: "c-1",
};

test("a list is asked for with its filters and an API key", async () => {
  const { baseUrl, seen } = await aServer({ status: 200, body: { items: [], nextCursor: null } });
  const client = createClient({ baseUrl, credentials: () => ({ apiKey: "sb_1" }) });

  const page = await client.call(listAgents, { query: { state: "processing", limit: 5, cursor: undefined } });

  expect(page).toEqual({ items: [], nextCursor: null });
  expect(seen[0]).toMatchObject({
    method: "GET",
    url: "/api/agents?state=processing&limit=5",
    headers: { authorization: "Bearer sb_1" },
  });
});

test("a browser sends the secret half of its sign-in, as it is at that moment", async () => {
  const { baseUrl, seen } = await aServer({ status: 204 });
  let credentials: Credentials | undefined;
  const client = createClient({ baseUrl, credentials: () => credentials });

  await client.call(signOut);
  credentials = { signInSecret: "half" };
  const reply = await client.call(signOut);

  expect(reply).toBeNull();
  expect(seen.map((request) => request.headers["x-signalbox-sign-in"])).toEqual([undefined, "half"]);
});

test("parameters are escaped into the path", async () => {
  const { baseUrl, seen } = await aServer({ status: 404, body: problem });
  await createClient({ baseUrl })
    .call(getAgent, { params: { agentId: "a/b?c" } })
    .catch(() => {});
  expect(seen[0]?.url).toBe("/api/agents/a%2Fb%3Fc");
});

test("a refusal carries the stable code and the words of the server", async () => {
  const { baseUrl } = await aServer({ status: 404, body: problem });
  const failure = await createClient({ baseUrl })
    .call(getAgent, { params: { agentId: "x" } })
    .catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(ApiError);
  expect(failure).toMatchObject({ status: 404, code: "agents.not_found", message: "No such agent", problem });
});

test("an answer that is not of the contract is told apart from a refusal", async () => {
  const { baseUrl } = await aServer({ status: 200, body: { hello: "world" } });
  await expect(createClient({ baseUrl }).call(listAgents)).rejects.toBeInstanceOf(UnexpectedReply);
  const proxy = await aServer({ status: 502, body: "<html>" });
  await expect(createClient(proxy).call(listAgents)).rejects.toBeInstanceOf(UnexpectedReply);
});

test("a server that is not there is named", async () => {
  const { baseUrl } = await aServer({ status: 200 });
  for (const release of releases.splice(0)) await release();
  await expect(createClient({ baseUrl }).call(listAgents)).rejects.toEqual(
    new ServerUnreachable(baseUrl, expect.anything()),
  );
});

test("a call takes exactly what its route declares", () => {
  const client = createClient({ baseUrl: "http://127.0.0.1:1" });
  const misuses = () => [
    // @ts-expect-error the agent's id is missing
    client.call(getAgent),
    // @ts-expect-error no such state
    client.call(listAgents, { query: { state: "dreaming" } }),
    // @ts-expect-error a list takes no body
    client.call(listAgents, { body: {} }),
    // @ts-expect-error scopes are missing
    client.call(createApiKey, { body: { name: "ci" } }),
  ];
  expectTypeOf(misuses).toBeFunction();
  expectTypeOf<Awaited<ReturnType<typeof client.call<typeof signOut>>>>().toEqualTypeOf<null>();
});
