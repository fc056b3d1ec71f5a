import { homedir } from "node:os";
import { randomShare } from "../kernel/ids.ts";
import type { Auth } from "../modules/auth/index.ts";
import { createBots } from "../modules/bots/index.ts";
import { createExecutions } from "../modules/executions/index.ts";
import { createGitHub, type GitHubApi } from "../modules/github/index.ts";
import { createOutcomes, noWorkspaces } from "../modules/outcomes/index.ts";
import type { Projects } from "../modules/projects/index.ts";
import { createTriggers, type GithubAsk } from "../modules/triggers/index.ts";
import type { EventLog } from "../platform/events/events.ts";
import { createOutbound } from "../platform/outbound/outbound.ts";
import { openVault } from "../platform/vault/vault.ts";
import type { Platform } from "./platform.ts";

interface Around {
  events: EventLog;
  auth: Pick<Auth, "api">;
  projects: Pick<Projects, "api">;
}

/** Bots, and what runs them: on each node that works, with the CLIs of its machine. */
export function botsOver({ config, db, clock, log, origin }: Platform, { events, auth, projects }: Around) {
  const { audit, refuseWatchedAgent } = auth.api;
  const { home, path } = config;
  const shared = { db, events, clock, audit, refuseWatchedAgent };
  const [vault, outbound] = [openVault(config.vault), createOutbound({ allowed: config.outboundNetworks })];
  const runs = config.role !== "api" && !config.demo;
  const github = createGitHub({ ...shared, vault, outbound });
  const executions = createExecutions({
    ...{ ...shared, log: log.child({ part: "executions" }), runs },
    outcomes: {
      writeDown: (tx, execution) => outcomes.api.writeDown(tx, execution),
      of: (executionId) => outcomes.api.of(executionId),
    },
    places: { hostId: projects.api.hostId, project: projects.api.get },
    rules: {
      ...{ home, path, most: config.executions },
      environment: { HOME: homedir(), ...config.launches.environment },
    },
  });
  const bots = createBots({ ...shared, executions: executions.api, project: projects.api.get });
  const outcomes = createOutcomes({
    ...{ ...shared, log: log.child({ part: "outcomes" }), vault, outbound, origin, runs },
    ...{ bots: bots.api, executions: executions.api, github: github.api, workspaces: noWorkspaces },
    ...{ hostId: projects.api.hostId, chance: randomShare },
  });
  const triggers = createTriggers({
    ...{ ...shared, log: log.child({ part: "triggers" }), origin, vault },
    bots: { ...bots.api, preview: previewOf(bots.api), ...waitingIn(executions.api) },
    github: askOf(github.api),
  });
  const modules = [executions, bots, github, outcomes, triggers];
  return {
    ...{ api: executions.api, services: executions.services, reactions: triggers.reactions },
    loops: [executions, outcomes, triggers].flatMap((module) => module.loops),
    routes: modules.flatMap((module) => module.routes),
  };
}

const previewOf =
  ({ preview }: ReturnType<typeof createBots>["api"]) =>
  (
    { prompt, variables }: { prompt: string; variables: Parameters<typeof preview>[1] },
    values: Record<string, string>,
  ) =>
    preview(prompt, variables, values);

const waitingIn = ({ waiting, correlated }: ReturnType<typeof createExecutions>["api"]) => ({
  waiting,
  correlated,
});

/** What starts bots asks of GitHub. */
const askOf = ({ login, permissionOf, changedFiles }: GitHubApi): GithubAsk => ({
  login,
  mayWrite: async (repository, person) => ["admin", "write"].includes(await permissionOf(repository, person)),
  paths: async (repository, number) => (await changedFiles(repository, number)).files.map(({ path }) => path),
});
