import { mkdirSync } from "node:fs";
import type { Logger } from "pino";
import type { Clock } from "../kernel/clock.ts";
import { newId } from "../kernel/ids.ts";
import { migrate } from "../platform/database/migrate.ts";
import { openDatabase } from "../platform/database/open-database.ts";
import { createHttpServer } from "../platform/http/server.ts";
import { compose, keyFiles } from "./compose.ts";
import type { Config } from "./config.ts";
import { conflictOf, refuseTakenPort } from "./conflicts.ts";
import { Lifecycle } from "./lifecycle.ts";
import { runFile } from "./run-file.ts";

export interface RunningServer {
  url: string;
  /** A fresh sign-in link. */
  signInLink(): Promise<string>;
  /** Stops in reverse order of the start. */
  stop(): Promise<void>;
}

/** Opens the database, brings up every module in order, listens, and tells others where. */
export async function startServer(config: Config, clock: Clock, log: Logger): Promise<RunningServer> {
  const lifecycle = new Lifecycle(log);
  try {
    return await start(config, { clock, log, lifecycle });
  } catch (error) {
    await lifecycle.stop();
    throw conflictOf(error, config);
  }
}

interface Means {
  clock: Clock;
  log: Logger;
  lifecycle: Lifecycle;
}

async function start(config: Config, { clock, log, lifecycle }: Means): Promise<RunningServer> {
  await refuseTakenPort(config);
  mkdirSync(config.home, { recursive: true, mode: 0o700 });
  const db = await openDatabase({ folder: `${config.home}/database`, warn: (text) => log.warn(text), clock });
  lifecycle.adopt({ name: "database", stop: () => db.close() });
  await migrate(db.pool);

  let url = "";
  let up = false;
  const app = compose({ config, db, clock, log, origin: () => url, isUp: () => up });
  await lifecycle.start(app.services);
  for (const file of keyFiles(config.home)) await app.auth.api.ensureKeyFile(file);

  const http = await createHttpServer({
    gate: app.auth.gate,
    log,
    routes: app.routes,
    webFolder: config.webFolder,
  });
  const listening = await http.listen({ host: config.host, port: config.port });
  lifecycle.adopt({ name: "http", stop: () => http.stop() });
  url = listening.url;
  await app.hooks.api.listensOn(listening.port);
  const file = runFile(config.home);
  file.write({ pid: process.pid, port: listening.port, url, version: config.version });
  lifecycle.adopt({
    name: "run file",
    stop: () => {
      up = false;
      file.remove();
    },
  });
  up = true;
  log.info({ url, version: config.version }, "ready");

  return {
    url,
    signInLink: async () =>
      (await app.auth.api.createSignInLink({ actor: "system", correlationId: newId() })).url,
    stop: () => lifecycle.stop(),
  };
}
