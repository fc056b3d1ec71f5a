import type { Logger } from "pino";
import type { Clock } from "../kernel/clock.ts";
import type { BackupSource } from "../platform/backups/make-backup.ts";
import type { OpenDatabase } from "../platform/database/database.ts";
import type { ExposedMetrics } from "../platform/metrics/create-metrics.ts";
import type { ThisNode } from "../platform/nodes/nodes.ts";
import type { Tracing } from "../platform/tracing/tracing.ts";
import type { Config } from "./config.ts";

/** What the modules are composed from. */
export interface Platform {
  config: Config;
  db: OpenDatabase;
  clock: Clock;
  log: Logger;
  metrics: ExposedMetrics;
  tracing: Tracing;
  backupSource: BackupSource;
  node: ThisNode;
  /** Where the server listens, once it does. */
  origin(): string;
  /** Whether the start is over and the stop has not begun. */
  isUp(): boolean;
}
