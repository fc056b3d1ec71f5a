import type { Service } from "../../kernel/module.ts";
import type { OpenDatabase } from "../../platform/database/database.ts";
import type { EventLog } from "../../platform/events/events.ts";
import type { MountedRoute } from "../../platform/http/http.ts";
import { createHealthReport, type HealthReportOptions } from "./health/health-report.ts";
import { historyRoutes } from "./history/history.routes.ts";
import type { PastBoardOptions } from "./history/past-board.ts";
import type { KnownAgents } from "./history/ports.ts";
import { type HeardAgents, type HookHealthOptions, hookHealthRoutes } from "./hooks/hook-health.ts";
import { dismissals, type NodesOptions, nodeRoutes } from "./nodes/nodes.ts";
import { healthRoutes, reportRoutes } from "./operations.routes.ts";
import { isReady, type ReadinessOptions } from "./readiness.ts";

export interface OperationsOptions
  extends PastBoardOptions,
    ReadinessOptions,
    HealthReportOptions,
    Omit<NodesOptions, "db" | "events" | "clock"> {
  db: OpenDatabase;
  events: EventLog;
  agents: KnownAgents & HeardAgents;
  /** How things stand between each CLI and Signalbox. */
  clis: HookHealthOptions["clis"];
  /** What the last check of the hooks found. */
  checkedHooks: HookHealthOptions["checkedHooks"];
}

export interface Operations {
  routes: MountedRoute[];
  services: Service[];
}

/** What an operator asks of the server itself. */
export const createOperations = (options: OperationsOptions): Operations => ({
  routes: [
    ...healthRoutes(() => isReady(options)),
    ...reportRoutes(createHealthReport(options)),
    ...historyRoutes(options),
    ...hookHealthRoutes(options),
    ...nodeRoutes(options),
  ],
  services: [dismissals(options)],
});
