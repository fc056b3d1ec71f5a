import type { MountedRoute } from "../../platform/http/http.ts";
import { historyRoutes } from "./history/history.routes.ts";
import type { PastBoardOptions } from "./history/past-board.ts";
import { healthRoutes } from "./operations.routes.ts";
import { isReady, type ReadinessOptions } from "./readiness.ts";

export interface OperationsOptions extends PastBoardOptions, ReadinessOptions {}

export interface Operations {
  routes: MountedRoute[];
}

/** What an operator asks of the server itself. */
export const createOperations = (options: OperationsOptions): Operations => ({
  routes: [...healthRoutes(() => isReady(options)), ...historyRoutes(options)],
});
