import type { Agents } from "../modules/agents/index.ts";
import type { Audit } from "../modules/auth/index.ts";
import type { Hooks } from "../modules/hooks/index.ts";
import { createOperations, type JobOperations, type Operations } from "../modules/operations/index.ts";
import type { Projects } from "../modules/projects/index.ts";
import type { EventHistory } from "../platform/events/event-history.ts";
import type { EventLog } from "../platform/events/events.ts";
import type { Connections } from "../platform/http/streams/connections.ts";
import { healthParts } from "./health-parts.ts";
import type { Platform } from "./platform.ts";

interface Looked {
  events: EventLog;
  history: EventHistory;
  agents: Agents;
  hooks: Hooks;
  projects: Projects;
  jobs: JobOperations;
  audit: Audit;
  connections: Connections;
  /** What this node has to say of itself. */
  report(): object;
}

/** Operations over all the parts that it tells of. */
export const operationsOver = (platform: Platform, looked: Looked): Operations => {
  const { config, db, clock, isUp } = platform;
  const { agents, hooks, projects, jobs, ...rest } = looked;
  return createOperations({
    ...{ ...rest, db, isUp, clock },
    version: config.version,
    nodeId: platform.node.id,
    agents: agents.api,
    namesOf: projects.api.namesOf,
    clis: hooks.api.list,
    checkedHooks: hooks.health.last,
    parts: healthParts({
      ...{ config, db, clock },
      jobQueues: jobs.queues,
      hooks: { last: hooks.health.last, countParked: agents.api.countParked },
    }),
  });
};
