import type { MountedRoute, Peer } from "../../platform/http/http.ts";
import { botsRoutes } from "./bots.routes.ts";
import { type BotsOptions, createBotsService } from "./bots.service.ts";

export interface BotsModuleOptions extends BotsOptions {
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

/** Saved automations. */
export function createBots({ refuseWatchedAgent, ...options }: BotsModuleOptions): {
  routes: MountedRoute[];
} {
  return { routes: botsRoutes({ bots: createBotsService(options), refuseWatchedAgent }) };
}
