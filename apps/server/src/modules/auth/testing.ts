import { NewSignIn, signInHeader } from "@signalbox/contract/auth";
import type { Role } from "@signalbox/contract/roles";
import { routes } from "@signalbox/contract/routes";
import type { Clock } from "../../kernel/clock.ts";
import type { OpenDatabase } from "../../platform/database/database.ts";
import { createEventHistory } from "../../platform/events/event-history.ts";
import { aLog } from "../../platform/events/testing.ts";
import type { TrustedProxies } from "../../platform/http/client.ts";
import { referenceRoutes } from "../../platform/http/reference/reference.routes.ts";
import { eventRoutes } from "../../platform/http/streams/event.routes.ts";
import { type Ask, aServer, bearer, silentLog, unreached } from "../../platform/http/testing.ts";
import { createAuth } from "./auth.module.ts";
import type { IdentityOptions } from "./sign-ins/identity.ts";

/** A clock that stands still until it is moved. */
const aClock = (start = new Date()): Clock & { pass(ms: number): void } => {
  let now = start.getTime();
  return {
    now: () => new Date(now),
    pass: (ms) => {
      now += ms;
    },
  };
};

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
export const minute = 60_000;
export const adminKey = "chosen-by-the-operator";
export const cause = { actor: "system", correlationId: "test" };
export const aPassword = "a row of four words";

interface GuardedServerOptions {
  watched?: ReadonlySet<number>;
  identity?: IdentityOptions;
  /** Whose word about a client is taken. */
  proxies?: TrustedProxies | undefined;
}

/** A listening server with real auth, streams and reference on a real database. */
export const aGuardedServer = async (
  db: OpenDatabase,
  { watched = new Set(), identity, proxies }: GuardedServerOptions = {},
) => {
  const clock = aClock();
  const events = await aLog(db);
  const make = () =>
    createAuth({
      db,
      events,
      clock,
      log: silentLog,
      adminKey,
      origin: () => server.url,
      identity,
      watchedPids: async () => watched,
    });
  const auth = make();
  for (const service of auth.services) await service.start?.();
  const own = [
    ...auth.routes,
    ...eventRoutes({ events, history: createEventHistory(db.read), gate: auth.gate, log: silentLog }),
    ...referenceRoutes({ gate: auth.gate, version: "0.0.0" }),
  ];
  const server = await aServer({
    gate: auth.gate,
    routes: [...own, ...unreached(routes, own)],
    ...(proxies && { trustedProxies: proxies }),
  });

  const call = async (
    method: string,
    path: string,
    { headers = {}, body }: { headers?: Ask["headers"]; body?: unknown },
  ) =>
    server.ask(path, {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  const signedInBy = async (path: string, body: Record<string, string>, userAgent = firefox) => {
    const headers = { origin: server.url, "user-agent": userAgent };
    const answer = await call("POST", path, { headers, body });
    const made = NewSignIn.parse(answer.json());
    const [cookie = ""] = String(answer.headers["set-cookie"]).split(";");
    return { id: made.id, headers: { cookie, [signInHeader]: made.secret, origin: server.url } };
  };

  return {
    ...server,
    auth,
    clock,
    events,
    /** Auth as it is after a restart: the same database, an empty memory. */
    restarted: make,
    call,
    secretOf: async () => new URL((await auth.api.createSignInLink(cause)).url).hash.slice(1),
    redeem: (secret: string) =>
      call("POST", "/api/sign-ins", { headers: { origin: server.url }, body: { secret } }),
    /** Signs a browser in by a link of whoever has the machine, and answers the headers it then sends. */
    async aBrowser(userAgent?: string) {
      const link = await auth.api.createSignInLink(cause);
      const body = { secret: new URL(link.url).hash.slice(1) };
      return signedInBy("/api/sign-ins", body, userAgent);
    },
    /** Makes an account with a password. */
    async aPerson(login: string, role: Role) {
      const answer = await call("POST", "/api/users", {
        headers: bearer(adminKey),
        body: { login, role, password: aPassword },
      });
      return routes.createUser.replies[201].parse(answer.json()).user;
    },
    /** Signs somebody in by their password. */
    aSignIn: (login: string) => signedInBy("/api/sign-ins/password", { login, password: aPassword }),
    /** Makes a key by the route, as the bootstrap key may. */
    async aKey(scopes: readonly string[], more: Record<string, unknown> = {}) {
      const answer = await call("POST", "/api/keys", {
        headers: bearer(adminKey),
        body: { name: "a key", scopes, ...more },
      });
      const { key, secret } = routes.createApiKey.replies[201].parse(answer.json());
      return { ...key, secret, headers: bearer(secret) };
    },
    audit: (subjectId: string) =>
      db.read
        .selectFrom("auth_audit")
        .select(["actor", "action", "correlation_id", "detail"])
        .where("subject_id", "=", subjectId)
        .orderBy("id")
        .execute(),
    async stop() {
      await server.stop();
      for (const service of auth.services) await service.stop?.();
      await events.stop();
    },
  };
};
