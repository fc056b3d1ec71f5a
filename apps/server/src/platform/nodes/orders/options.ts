import type { Logger } from "pino";
import type { Clock } from "../../../kernel/clock.ts";
import type { Db } from "../../database/database.ts";
import type { EventLog } from "../../events/events.ts";

/** What giving orders takes, and taking them. */
export interface OrdersOptions {
  db: Db;
  clock: Clock;
  events: Pick<EventLog, "append" | "range" | "follow">;
  log: Logger;
  nodeId: string;
  /** How time passes, whatever the clock is set to; by default as this process sees it. */
  elapsedMs?: () => number;
}
