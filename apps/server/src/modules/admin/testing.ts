import { routes } from "@signalbox/contract/routes";
import { describedTables } from "../../app/described-tables.ts";
import { systemClock } from "../../kernel/clock.ts";
import type { OpenDatabase } from "../../platform/database/database.ts";
import { aLog } from "../../platform/events/testing.ts";
import { aServer, bearer, silentLog, unreached, wordGate } from "../../platform/http/testing.ts";
import { createAuth } from "../auth/index.ts";
import { createAdmin } from "./admin.module.ts";

/** A listening server with the data browser on a real database; `ask` asks with a key of these scopes. */
export const aDataServer = async (db: OpenDatabase) => {
  const events = await aLog(db);
  const auth = createAuth({
    db,
    events,
    clock: systemClock,
    log: silentLog,
    origin: () => "",
    watchedPids: async () => new Set(),
  });
  const admin = createAdmin({
    db,
    clock: systemClock,
    audit: auth.api.audit.record,
    tables: describedTables,
  });
  const server = await aServer({
    gate: wordGate(),
    routes: [...admin.routes, ...unreached(routes, admin.routes)],
  });
  const ask = (
    path: string,
    { method = "GET", body }: { method?: string; body?: unknown } = {},
    scopes = "admin",
  ) =>
    server.ask(path, {
      method,
      headers: { ...bearer(scopes), "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    ...server,
    ask,
    async stop() {
      await server.stop();
      await events.stop();
    },
  };
};

/** `?a=1&filter=[…]`; what is no text becomes JSON. */
export const queryOf = (query: Readonly<Record<string, unknown>>): string =>
  `?${new URLSearchParams(
    Object.entries(query).map(([name, value]) => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  )}`;
