import type { MountedRoute, Peer } from "../../platform/http/http.ts";
import type { Loop } from "../../platform/nodes/loops.ts";
import type { ExecutionBudgets } from "../executions/index.ts";
import { createBell } from "../liveness/index.ts";
import { createAdmission } from "./admission.ts";
import { budgetsLoop } from "./budgets.loops.ts";
import { budgetsRoutes } from "./budgets.routes.ts";
import { type BudgetsOptions, createBudgetsService } from "./budgets.service.ts";

export interface BudgetsModuleOptions extends BudgetsOptions {
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export interface BudgetsModule {
  api: ExecutionBudgets;
  routes: MountedRoute[];
  loops: Loop[];
}

/** Answers come one after the other; what is over is to end soon. */
const soonMs = 100;

/** What executions may take in each period. */
export function createBudgets({ refuseWatchedAgent, ...options }: BudgetsModuleOptions): BudgetsModule {
  const routes = budgetsRoutes({ budgets: createBudgetsService(options), refuseWatchedAgent });
  const bell = createBell({ soonMs });
  const api = { ...createAdmission(options), moreTaken: bell.ring };
  return { api, routes, loops: [budgetsLoop(options, bell)] };
}
