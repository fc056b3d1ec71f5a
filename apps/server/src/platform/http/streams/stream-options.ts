import type { Logger } from "pino";
import type { EventLog } from "../../events/events.ts";
import type { Tracing } from "../../tracing/tracing.ts";
import type { Gate } from "../gate.ts";
import type { Connections } from "./connections.ts";
import type { StreamMetrics } from "./stream-metrics.ts";

/** What both ways of following the log need. */
export interface StreamOptions {
  events: EventLog;
  gate: Gate;
  log: Logger;
  /** How often a silent stream says that it lives. */
  heartbeatMs: number;
  /** How long a client may take to take what it was sent, before it is dropped; it can resume. */
  patienceMs: number;
  metrics: StreamMetrics;
  tracing: Tracing;
  connections: Connections;
}
