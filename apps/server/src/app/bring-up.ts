import type { Logger } from "pino";
import type { Clock } from "../kernel/clock.ts";
import { newId } from "../kernel/ids.ts";
import { refuseHalfRestored } from "../platform/backups/half-restored.ts";
import type { BackupSource } from "../platform/backups/make-backup.ts";
import type { OpenDatabase } from "../platform/database/database.ts";
import type { OpenEngine } from "../platform/database/embedded/open-engine.ts";
import { migrate } from "../platform/database/migrate.ts";
import { observedDatabase } from "../platform/database/observed-database.ts";
import { databaseOn } from "../platform/database/open-database.ts";
import { assertUsable, openServerDatabase } from "../platform/database/server-database.ts";
import type { MountedRoute } from "../platform/http/http.ts";
import { createHttpServer } from "../platform/http/server.ts";
import { urlOf } from "../platform/http/sites.ts";
import { refuseHalfMoved } from "../platform/relocation/half-moved.ts";
import { refuseBeyondLoopback } from "./beyond-loopback.ts";
import { compose, keyFiles } from "./compose.ts";
import type { Config } from "./config.ts";
import { frontDoor } from "./front-door.ts";
import type { Lifecycle } from "./lifecycle.ts";
import type { Observers } from "./observers.ts";
import { thisNode } from "./this-node.ts";

interface Means {
  config: Config;
  /** The embedded engine, where no server keeps the database. */
  engine: OpenEngine | undefined;
  clock: Clock;
  log: Logger;
  lifecycle: Lifecycle;
  observers: Observers;
}

export interface RunningServer {
  url: string;
  /** A fresh sign-in link. */
  signInLink(): Promise<string>;
  /** Stops in reverse order of the start. */
  stop(): Promise<void>;
}

/** Brings up every module in order on a database, listens, and tells others where. */
export async function bringUp(means: Means): Promise<RunningServer> {
  const { config, engine, clock, log, lifecycle, observers } = means;
  const { metrics, tracing } = observers;
  const db = observedDatabase(
    openStorage(config, engine, (text) => log.warn(text)),
    { metrics, tracing },
  );
  lifecycle.adopt({ name: "database", stop: () => db.close() });
  if (config.databaseUrl !== undefined) await assertUsable(db.pool, config.databaseUrl);

  let url = "";
  let up = false;
  const [publicSite] = config.publicSites;
  const origin = () => (publicSite === undefined ? url : urlOf(publicSite));
  const app = compose({
    config,
    db,
    clock,
    log,
    metrics,
    tracing,
    node: thisNode(config),
    backupSource: backupSourceOf(config, engine),
    origin,
    isUp: () => up,
  });
  // Side by side: the one keeps this thread busy, the other waits for the database's.
  const building = createHttpServer({
    ...config,
    ...servedBy(config, app),
    log: log.child({ part: "http" }),
    metrics,
    tracing,
  });
  // What goes wrong there is told where it is waited for.
  building.catch(() => {});
  await migrate(db.pool, {
    // Of what a move or a restore puts on a server, no node uses a half.
    refuse: async (client) => {
      if (config.databaseUrl === undefined) return;
      await refuseHalfMoved(client, config.databaseUrl);
      await refuseHalfRestored(client, config.databaseUrl);
    },
  });
  await lifecycle.start(app.services);
  if (config.firstPassword !== undefined) await app.auth.api.setFirstPassword(config.firstPassword);
  await refuseBeyondLoopback(config.host, app.auth.api);
  const http = await building;
  const { port, ...listening } = await http.listen({ host: config.host, port: config.port });
  lifecycle.adopt({ name: "http", stop: () => http.stop() });
  url = listening.url;
  if (config.role !== "worker") await openFrontDoor(port);
  await lifecycle.start(app.whileUp);
  await app.heart.beat();
  up = true;
  lifecycle.adopt({
    name: "readiness",
    stop: () => {
      up = false;
    },
  });
  log.info({ url, version: config.version, role: config.role }, "ready");

  async function openFrontDoor(port: number): Promise<void> {
    for (const file of keyFiles(config.home)) await app.auth.api.ensureKeyFile(file);
    const door = frontDoor({ config, log, hooksTo: app.hooks.api.listensOn, running: { port, url } });
    await lifecycle.start([door]);
  }

  return {
    url,
    signInLink: async () =>
      (await app.auth.api.createSignInLink({ actor: "system", correlationId: newId() })).url,
    stop: () => lifecycle.stop(),
  };
}

/** A worker answers who watches over it, and nobody else. */
function servedBy({ role, webFolder }: Config, { routes, auth }: ReturnType<typeof compose>) {
  const { gate } = auth;
  if (role !== "worker") return { gate, routes, webFolder };
  const watched = ({ route: { path } }: MountedRoute) => path.startsWith("/health/") || path === "/metrics";
  return { gate, routes: routes.filter(watched), webFolder: undefined };
}

function openStorage(
  { databaseUrl }: Config,
  engine: OpenEngine | undefined,
  warn: (text: string) => void,
): OpenDatabase {
  if (engine !== undefined) return databaseOn(engine, { warn });
  if (databaseUrl === undefined) throw new Error("There is neither an engine nor a server");
  return openServerDatabase({ url: databaseUrl, warn });
}

function backupSourceOf({ databaseUrl, path }: Config, engine: OpenEngine | undefined): BackupSource {
  if (engine !== undefined) return { kind: "embedded", engine };
  if (databaseUrl === undefined) throw new Error("There is neither an engine nor a server");
  return { kind: "postgresql", url: databaseUrl, path };
}
