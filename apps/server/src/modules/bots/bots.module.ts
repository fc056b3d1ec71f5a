import type { MountedRoute, Peer } from "../../platform/http/http.ts";
import type { Loop } from "../../platform/nodes/loops.ts";
import type { ExecutionsModule } from "../executions/index.ts";
import { createBell } from "../liveness/index.ts";
import { sampleAround } from "./around.ts";
import { createBotVersionsService } from "./bot-versions.service.ts";
import { botsRoutes } from "./bots.routes.ts";
import { type BotsOptions, type BotsService, createBotsService } from "./bots.service.ts";
import { dryRun } from "./dry-run.ts";
import { botFilesLoop } from "./from-repositories/files.loops.ts";
import { botFilesRoutes } from "./from-repositories/files.routes.ts";
import { type BotFilesService, createBotFilesService } from "./from-repositories/files.service.ts";
import type { FilesOptions } from "./from-repositories/options.ts";
import { type AroundOptions, lookingAround } from "./looking-around.ts";
import { snippetsRoutes } from "./snippets/snippets.routes.ts";
import { createSnippetsService, type Render, withSnippets } from "./snippets/snippets.service.ts";
import { renderFenced, renderTemplate } from "./template.ts";
import { createBotWriter } from "./write-bot.ts";

export interface BotsModuleOptions
  extends Omit<BotsOptions, "project" | "lookAround">,
    Pick<FilesOptions, "log" | "programs"> {
  places: FilesOptions["places"] & { project: AroundOptions["project"] };
  repositories: FilesOptions["repositories"] & AroundOptions["repositories"];
  origin: AroundOptions["origin"];
  /** Whether this node reads the repositories of its machine. */
  runs: boolean;
  executions: BotsOptions["executions"] & Pick<ExecutionsModule["api"], "dryRun" | "lastSucceeded">;
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export interface BotsModule {
  api: Pick<BotsService, "get" | "refuseDisabled" | "namesOf" | "begin" | "outcomesOf" | "usualValuesOf"> & {
    preview: Render;
  } & Pick<BotFilesService, "pushed">;
  routes: MountedRoute[];
  loops: Loop[];
}

/** Saved automations. */
export function createBots({ refuseWatchedAgent, runs, ...given }: BotsModuleOptions): BotsModule {
  const { project } = given.places;
  const lookAround = lookingAround({ ...given, project });
  const options = { ...given, project, lookAround };
  const bots = createBotsService(options);
  const versions = createBotVersionsService(options.db, bots);
  const reading = { ...options, writer: createBotWriter(options), bell: createBell() };
  const files = createBotFilesService(reading);
  const { executions, db } = options;
  const snippets = createSnippetsService(options);
  const [render, preview] = [withSnippets(renderTemplate, db), withSnippets(renderFenced, db)];
  const sampled =
    (by: Render): Render =>
    (prompt, variables, values) =>
      by(prompt, variables, values, sampleAround);
  const routes = botsRoutes({
    ...{ bots, versions, refuseWatchedAgent, render: sampled(render) },
    dryRun: (botId, wish) => dryRun(botId, wish, { bots, executions, render, lookAround }),
  });
  return {
    api: { ...bots, preview: sampled(preview), pushed: files.pushed },
    routes: [
      ...routes,
      ...botFilesRoutes({ files, refuseWatchedAgent }),
      ...snippetsRoutes({ snippets, refuseWatchedAgent }),
    ],
    loops: runs ? [botFilesLoop(reading)] : [],
  };
}
