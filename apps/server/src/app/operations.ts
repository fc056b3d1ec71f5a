import type { Agents } from "../modules/agents/index.ts";
import type { Hooks } from "../modules/hooks/index.ts";
import { createOperations, type JobOperations, type Operations } from "../modules/operations/index.ts";
import type { Projects } from "../modules/projects/index.ts";
import type { EventHistory } from "../platform/events/event-history.ts";
import type { EventLog } from "../platform/events/events.ts";
import { healthParts } from "./health-parts.ts";
import type { Platform } from "./platform.ts";

interface Looked {
  events: EventLog;
  history: EventHistory;
  agents: Agents;
  hooks: Hooks;
  projects: Projects;
  jobs: JobOperations;
}

/** Operations over all the parts that it tells of. */
export const operationsOver = (platform: Platform, looked: Looked): Operations => {
  const { config, db, clock, isUp } = platform;
  const { events, history, agents, hooks, projects, jobs } = looked;
  return createOperations({
    ...{ events, history, db, isUp, clock },
    version: config.version,
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
