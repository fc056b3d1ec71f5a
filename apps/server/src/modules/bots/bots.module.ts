import type { MountedRoute, Peer } from "../../platform/http/http.ts";
import { botsRoutes } from "./bots.routes.ts";
import { type BotsOptions, type BotsService, createBotsService } from "./bots.service.ts";

export interface BotsModuleOptions extends BotsOptions {
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export interface BotsModule {
  api: Pick<BotsService, "get" | "outcomesOf" | "start">;
  routes: MountedRoute[];
}

/** Saved automations. */
export function createBots({ refuseWatchedAgent, ...options }: BotsModuleOptions): BotsModule {
  const bots = createBotsService(options);
  return { api: bots, routes: botsRoutes({ bots, refuseWatchedAgent }) };
}
