import type { MountedRoute, Peer } from "../../platform/http/http.ts";
import type { ExecutionsModule } from "../executions/index.ts";
import { createBotVersionsService } from "./bot-versions.service.ts";
import { botsRoutes } from "./bots.routes.ts";
import { type BotsOptions, type BotsService, createBotsService } from "./bots.service.ts";
import { dryRun } from "./dry-run.ts";
import { renderFenced } from "./template.ts";

export interface BotsModuleOptions extends BotsOptions {
  executions: BotsOptions["executions"] & Pick<ExecutionsModule["api"], "dryRun">;
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export interface BotsModule {
  api: Pick<BotsService, "get" | "namesOf" | "begin" | "outcomesOf" | "usualValuesOf"> & {
    preview: typeof renderFenced;
  };
  routes: MountedRoute[];
}

/** Saved automations. */
export function createBots({ refuseWatchedAgent, ...options }: BotsModuleOptions): BotsModule {
  const bots = createBotsService(options);
  const versions = createBotVersionsService(options.db, bots);
  const { executions } = options;
  const routes = botsRoutes({
    ...{ bots, versions, refuseWatchedAgent },
    dryRun: (botId, wish) => dryRun(botId, wish, { bots, executions }),
  });
  return { api: { ...bots, preview: renderFenced }, routes };
}
