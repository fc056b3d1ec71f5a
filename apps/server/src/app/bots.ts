import { homedir } from "node:os";
import type { Auth } from "../modules/auth/index.ts";
import { createBots } from "../modules/bots/index.ts";
import { createExecutions } from "../modules/executions/index.ts";
import { createGitHub } from "../modules/github/index.ts";
import type { Projects } from "../modules/projects/index.ts";
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
export function botsOver({ config, db, clock, log }: Platform, { events, auth, projects }: Around) {
  const { audit, refuseWatchedAgent } = auth.api;
  const { home, path } = config;
  const github = createGitHub({
    ...{ db, clock, audit, refuseWatchedAgent, vault: openVault(config.vault) },
    outbound: createOutbound({ allowed: config.outboundNetworks }),
  });
  const executions = createExecutions({
    ...{ db, events, clock, log: log.child({ part: "executions" }), audit, refuseWatchedAgent },
    places: { hostId: projects.api.hostId, project: projects.api.get },
    rules: {
      ...{ home, path, most: config.executions },
      environment: { HOME: homedir(), ...config.launches.environment },
    },
    runs: config.role !== "api" && !config.demo,
  });
  const bots = createBots({
    ...{ db, events, clock, audit, refuseWatchedAgent, executions: executions.api },
    project: projects.api.get,
  });
  return { ...executions, routes: [...executions.routes, ...bots.routes, ...github.routes] };
}
