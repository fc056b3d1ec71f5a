import { type Scope, scopes } from "@signalbox/contract/common";
import { roles, scopesOfRole } from "@signalbox/contract/roles";
import { routes } from "@signalbox/contract/routes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { createEventHistory } from "../../../platform/events/event-history.ts";
import { eventRoutes } from "../../../platform/http/streams/event.routes.ts";
import { aServer, silentLog, unreached } from "../../../platform/http/testing.ts";
import { aGuardedServer } from "../testing.ts";

let db: TestDatabase;
let people: Awaited<ReturnType<typeof aGuardedServer>>;
let gated: Awaited<ReturnType<typeof aServer>>;
beforeAll(async () => {
  db = await testDatabase();
  people = await aGuardedServer(db);
  // The real gate and the real streams; whatever else is let through tells so, and does nothing.
  const { gate } = people.auth;
  const streams = eventRoutes({
    events: people.events,
    history: createEventHistory(db.read),
    gate,
    log: silentLog,
  });
  gated = await aServer({ gate, routes: [...streams, ...unreached(routes, streams)] });
});
afterAll(async () => {
  await gated.stop();
  await people.stop();
  await db.close();
});

const addressOf = (path: string) => path.replace(/:\w+/g, "claude");

type Verdict = "let in" | "unknown" | "refused";

/** What the gate says; what the route itself makes of the request is another matter. */
const verdict = async (path: string, method: string, headers: Record<string, string>): Promise<Verdict> => {
  const controller = new AbortController();
  const answer = await fetch(`${gated.url}${addressOf(path)}`, {
    method,
    headers,
    signal: controller.signal,
  });
  const { status } = answer;
  const isStream = answer.headers.get("content-type")?.startsWith("text/event-stream") ?? false;
  const text = isStream ? "" : await answer.text();
  controller.abort();
  if (status === 401) return "unknown";
  if (status !== 403) return "let in";
  // A reply to HEAD, or to a hook, has no words.
  return text === "" || JSON.parse(text).code === "auth.scope_missing" ? "refused" : "let in";
};

const holding = (held: readonly Scope[], permission: Scope | "public"): Verdict =>
  permission === "public" || held.includes(permission) ? "let in" : "refused";

/** Asks at every route there is, and holds each verdict against what the contract asks for. */
const walk = async (headers: Record<string, string>, expected: (permission: Scope | "public") => Verdict) => {
  const found: string[] = [];
  for (const { method, path } of gated.registered) {
    found.push(`${method} ${path}: ${await verdict(path, method, headers)}`);
  }
  expect(found).toEqual(
    gated.registered.map(({ method, path, permission }) => `${method} ${path}: ${expected(permission)}`),
  );
};

test("every route of the contract is registered with the permission that the contract names", () => {
  for (const { method, path, permission } of Object.values(routes)) {
    const registered = gated.registered.find((one) => one.path === path && one.method === method);
    expect([method, path, registered?.permission]).toEqual([method, path, permission]);
  }
});

describe("the matrix of every route", () => {
  test("nobody is let in at what is public alone", () =>
    walk({ origin: gated.url }, (permission) => (permission === "public" ? "let in" : "unknown")));

  test.each(scopes.filter((scope) => scope !== "answer"))("a key with the scope %s alone", async (scope) => {
    const { headers } = await people.aKey([scope]);
    await walk(headers, (permission) => holding([scope], permission));
  });

  test.each(roles)("a person who is %s, signed in", async (role) => {
    await people.aPerson(`the-${role}`, role);
    const { headers } = await people.aSignIn(`the-${role}`);
    const cookie = String(headers.cookie).replace(String(people.port), String(gated.port));
    const here = { ...headers, cookie, origin: gated.url };
    await walk(here, (permission) => holding(scopesOfRole[role], permission));
  });
});
