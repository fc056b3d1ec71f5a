/** What it costs to find out who asks, with callers that the node knows: `node bench/sign-in.ts`. */

import { systemClock } from "../apps/server/src/kernel/clock.ts";
import { createAuth } from "../apps/server/src/modules/auth/index.ts";
import { testDatabase } from "../apps/server/src/platform/database/testing.ts";
import { createEventLog } from "../apps/server/src/platform/events/event-log.ts";
import { silentLog as log } from "../apps/server/src/platform/events/testing.ts";
import type { Credentials } from "../apps/server/src/platform/http/gate.ts";
import { createHttpServer } from "../apps/server/src/platform/http/server.ts";
import { createApiKey, NewSignIn, signInHeader } from "../packages/contract/src/auth.ts";
import { type Finding, print, tableOf } from "./load/report.ts";
import { quantile } from "./load/statistics.ts";

const checks = 20_000;
const warmUp = 2_000;
const known = 500;

/** A node with many sign-ins and keys in its memory, asked for all of them in turn. */
export async function measureSignIn(): Promise<Finding[]> {
  const db = await testDatabase();
  const events = createEventLog({ db, log });
  await events.start?.();
  let origin = "";
  const adminKey = "a-key-for-the-bench";
  const auth = createAuth({
    ...{ db, events, clock: systemClock, log, adminKey },
    origin: () => origin,
    watchedPids: async () => new Set(),
  });
  for (const service of auth.services) await service.start?.();
  const http = await createHttpServer({ gate: auth.gate, log, routes: auth.routes });
  ({ url: origin } = await http.listen({ host: "127.0.0.1", port: 0 }));
  const site = { origin, prefix: "", secure: false };
  const client = { address: "127.0.0.1", host: undefined, secure: false, viaTrustedProxy: false };
  const asking = (headers: Credentials["headers"], cookies: Credentials["cookies"]): Credentials => ({
    ...{ headers, cookies, client, site },
    ticket: undefined,
    pass: undefined,
  });

  const bySignIn: Credentials[] = [];
  const byKey: Credentials[] = [];
  for (let count = 0; count < known; count++) {
    const link = await auth.api.createSignInLink({ actor: "system", correlationId: "bench" });
    const answer = await post(
      `${origin}/api/sign-ins`,
      { origin },
      { secret: new URL(link.url).hash.slice(1) },
    );
    const [name = "", value = ""] = (answer.headers.getSetCookie()[0] ?? "").split(/[=;]/);
    const { secret } = NewSignIn.parse(await answer.json());
    bySignIn.push(asking({ [signInHeader]: secret }, { [name]: value }));
    const key = await post(
      `${origin}/api/keys`,
      { authorization: `Bearer ${adminKey}` },
      { name: "bench", scopes: ["read"] },
    );
    const made = createApiKey.replies[201].parse(await key.json());
    byKey.push(asking({ authorization: `Bearer ${made.secret}` }, {}));
  }

  const measure = async (callers: readonly Credentials[]) => {
    const times: number[] = [];
    for (let check = 0; check < warmUp + checks; check++) {
      const credentials = callers[check % callers.length];
      if (credentials === undefined) throw new Error("nobody asks");
      const started = performance.now();
      if ((await auth.gate.authenticate(credentials)) === null) throw new Error("a caller was not let in");
      if (check >= warmUp) times.push(performance.now() - started);
    }
    return times;
  };
  const found = [
    ...findings(`a sign-in checked, ${known} known`, await measure(bySignIn)),
    ...findings(`a key checked, ${known} known`, await measure(byKey)),
  ];
  await http.stop();
  for (const service of auth.services.toReversed()) await service.stop?.();
  await events.stop?.();
  await db.close();
  return found;
}

const post = (url: string, headers: Record<string, string>, body: unknown) =>
  fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

const findings = (what: string, times: number[]): Finding[] => [
  { what: `${what}, p50`, value: quantile(times, 0.5), unit: "ms", target: { atMost: 1 } },
  { what: `${what}, p99`, value: quantile(times, 0.99), unit: "ms", target: { atMost: 1 } },
];

if (import.meta.main) print(tableOf(await measureSignIn()));
