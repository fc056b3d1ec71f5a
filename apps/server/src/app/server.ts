import { mkdirSync } from "node:fs";
import type { Logger } from "pino";
import type { Clock } from "../kernel/clock.ts";
import { openEngine } from "../platform/database/embedded/open-engine.ts";
import { refuseMoved } from "../platform/relocation/moved-note.ts";
import type { RunningServer } from "./bring-up.ts";
import type { Config } from "./config.ts";
import { conflictOf, refuseTakenPort } from "./conflicts.ts";
import { Lifecycle } from "./lifecycle.ts";

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
  const warn = (text: string) => log.warn(text);
  const folder = `${config.home}/database`;
  if (config.databaseUrl === undefined) refuseMoved(folder);
  // The engine starts in its thread while the rest of the program is loaded in this one.
  const [engine, { bringUp }, observers] = await Promise.all([
    config.databaseUrl === undefined ? openEngine({ folder, warn, clock }) : undefined,
    import("./bring-up.ts"),
    import("./observers.ts").then(({ openObservers }) => openObservers(config, log)),
  ]);
  lifecycle.adopt(observers.service);
  return bringUp({ config, engine, clock, log, lifecycle, observers });
}
