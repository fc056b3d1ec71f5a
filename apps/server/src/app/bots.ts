import { homedir } from "node:os";
import { AppError } from "../kernel/errors.ts";
import type { Auth } from "../modules/auth/index.ts";
import { createBots } from "../modules/bots/index.ts";
import { createExecutions } from "../modules/executions/index.ts";
import type { Projects } from "../modules/projects/index.ts";
import { createTriggers, type GithubAsk } from "../modules/triggers/index.ts";
import { createWorkspaces } from "../modules/workspaces/index.ts";
import type { EventLog } from "../platform/events/events.ts";
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
  const places = { hostId: projects.api.hostId, project: projects.api.get };
  const environment = { HOME: homedir(), ...config.launches.environment };
  const runs = config.role !== "api" && !config.demo;
  const workspaces = createWorkspaces({
    ...{ db, clock, log: log.child({ part: "workspaces" }), audit, refuseWatchedAgent, places, runs },
    rules: { home, path, environment, ...config.workspaces },
    credentials: async () => null,
    mayRelease: async () => true,
  });
  const executions = createExecutions({
    ...{ db, events, clock, log: log.child({ part: "executions" }), audit, refuseWatchedAgent },
    ...{ places, workspaces: workspaces.api, runs },
    rules: {
      ...{ home, path, most: config.executions, environment },
    },
  });
  const bots = createBots({
    ...{ db, events, clock, audit, refuseWatchedAgent, executions: executions.api },
    project: projects.api.get,
  });
  const triggers = createTriggers({
    ...{ db, events, clock, log: log.child({ part: "triggers" }), audit, origin, refuseWatchedAgent },
    vault: openVault(config.vault),
    bots: { ...bots.api, preview: previewOf(bots.api), ...waitingIn(executions.api) },
    github: unasked,
  });
  return {
    ...{ api: executions.api, services: executions.services, reactions: triggers.reactions },
    retained: workspaces.retained,
    loops: [...executions.loops, ...workspaces.loops, ...triggers.loops],
    routes: [...executions.routes, ...workspaces.routes, ...bots.routes, ...triggers.routes],
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

const notConnected = async () => {
  throw new AppError("unavailable", "github.not_connected", "GitHub is not connected");
};

const unasked: GithubAsk = { login: async () => null, mayWrite: notConnected, paths: notConnected };
