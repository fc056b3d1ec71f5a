import { type Clock, systemClock } from "../kernel/clock.ts";
import type { HealthPart } from "../kernel/health.ts";
import { type Agents, retainedAgents, retainedErasures, retainedSignals } from "../modules/agents/index.ts";
import { type Audit, retainedAudit, retainedSignIns } from "../modules/auth/index.ts";
import { retainedExecutions } from "../modules/executions/index.ts";
import type { Hooks } from "../modules/hooks/index.ts";
import { retainedLaunches } from "../modules/launches/index.ts";
import { retainedNotifications } from "../modules/notifications/index.ts";
import { createJobOperations, createOperations, type Operations } from "../modules/operations/index.ts";
import type { Projects } from "../modules/projects/index.ts";
import { retainedMessages } from "../modules/subscribers/index.ts";
import { retainedDeliveries } from "../modules/triggers/index.ts";
import type { OpenDatabase } from "../platform/database/database.ts";
import type { EventHistory } from "../platform/events/event-history.ts";
import type { EventLog } from "../platform/events/events.ts";
import { retainedEvents } from "../platform/events/retained-events.ts";
import { retainedPositions } from "../platform/events/retained-positions.ts";
import { watchClock } from "../platform/health/clock-watch.ts";
import type { Connections } from "../platform/http/streams/connections.ts";
import type { Job } from "../platform/jobs/define-job.ts";
import { retainedJobs } from "../platform/jobs/retained-jobs.ts";
import type { Retained } from "../platform/retention/retained.ts";
import type { SqliteReader } from "../platform/sqlite/sqlite-reader.ts";
import type { inBackground } from "./background.ts";
import type { Keep } from "./config.ts";
import { healthParts } from "./health-parts.ts";
import type { Platform } from "./platform.ts";

interface Looked {
  events: EventLog;
  history: EventHistory;
  agents: Agents;
  hooks: Hooks;
  projects: Projects;
  background: ReturnType<typeof inBackground>;
  audit: Audit;
  connections: Connections;
  /** Parts of what nodes hear of one another by. */
  betweenNodes: readonly HealthPart[];
  storeReader: Pick<SqliteReader, "lost">;
  /** Of modules that know themselves what of theirs goes. */
  retained: readonly Retained[];
}

/** Operations over all the parts that it tells of, with the jobs that keep the server in order. */
export const operationsOver = (platform: Platform, looked: Looked): Operations & { jobs: Job[] } => {
  const { config, db, clock, isUp, backupSource } = platform;
  const { agents, hooks, projects, background, betweenNodes, storeReader, ...rest } = looked;
  const { queue, reactions, report, loops } = background;
  const means = { ...rest, db, clock };
  // A demo's clock is set by its recordings.
  const clockWatch = watchClock(config.demo ? systemClock : clock);
  const retained = [
    // First, since they hold back the events.
    retainedPositions(db, reactions.names),
    ...retainedOf(config.keep, db, clock),
    ...looked.retained,
  ];
  const work = createJobOperations({
    ...config,
    ...means,
    clockWatch,
    backupSource,
    retained,
    queue,
    reactions,
  });
  const operations = createOperations({
    ...{ ...means, isUp, report, version: config.version, nodeId: platform.node.id },
    agents: agents.api,
    namesOf: projects.api.namesOf,
    clis: hooks.api.list,
    checkedHooks: hooks.health.now,
    parts: healthParts({
      ...{ config, db, clock, clockWatch, betweenNodes, loops, lostStores: () => storeReader.lost },
      jobQueues: work.queues,
      hooks: { found: hooks.health.now, countParked: agents.api.countParked },
    }),
  });
  return { ...operations, routes: [...operations.routes, ...work.routes], jobs: work.jobs };
};

/** What grows, and for how long it is kept. */
const retainedOf = (keep: Keep, db: OpenDatabase, clock: Clock): Retained[] => [
  ...retainedEvents(db, clock, keep.eventDays),
  retainedSignals(db, clock, keep.signalDays),
  retainedAgents(db, clock, keep.agentDays),
  retainedErasures(db, clock),
  ...retainedLaunches(db, clock, keep.launchDays),
  ...retainedExecutions(db, clock, { days: keep.executionDays, logDays: keep.executionLogDays }),
  ...retainedDeliveries(db, clock, keep.deliveryDays),
  ...retainedJobs(db, clock, { ended: keep.jobDays, failed: keep.failedJobDays }),
  ...retainedSignIns(db, clock, keep.signInDays),
  retainedMessages(db, clock, keep.deliveryDays),
  ...retainedNotifications(db, clock, keep.notificationDays),
  retainedAudit(db, clock, keep.auditDays),
];
