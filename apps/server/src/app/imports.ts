import { createImports, type Imports } from "../modules/agents/index.ts";
import type { Audit } from "../modules/auth/index.ts";
import type { PricesModule } from "../modules/prices/index.ts";
import type { Projects } from "../modules/projects/index.ts";
import type { EventLog } from "../platform/events/events.ts";
import type { JobQueue } from "../platform/jobs/job-queue.ts";
import type { SqliteReader } from "../platform/sqlite/sqlite-reader.ts";
import type { Platform } from "./platform.ts";

interface Needed {
  projects: Projects;
  audit: Audit;
  queue: JobQueue;
  events: EventLog;
  storeReader: SqliteReader;
  prices: Pick<PricesModule, "api">;
}

/** The import of sessions from before, on the folders of this machine's CLIs. */
export const importsOver = (
  { config, db, clock, log }: Platform,
  { projects, prices, ...rest }: Needed,
): Imports =>
  createImports({
    ...{ ...rest, db, log: log.child({ part: "imports" }), now: () => clock.now() },
    ...{ cliFolders: config.cliFolders, cliStores: config.cliStores },
    ...{ reads: !config.demo, days: config.importDays },
    placeOf: (cwd, { correlationId }) => projects.api.placeOf(cwd, correlationId),
    hostId: projects.api.hostId,
    costOf: prices.api.costOf,
  });
