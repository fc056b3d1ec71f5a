import type { JobQueue } from "@signalbox/contract/jobs";
import type { Clock } from "../kernel/clock.ts";
import type { HealthPart } from "../kernel/health.ts";
import {
  type HooksHealthOptions,
  hooksHealth,
  jobHealth,
  logHealth,
  mostErrors,
} from "../modules/operations/index.ts";
import type { OpenDatabase } from "../platform/database/database.ts";
import { clockHealth, databaseHealth } from "../platform/database/database-health.ts";
import { eventLogHealth, reactionHealth } from "../platform/events/event-health.ts";
import { fileHealth } from "../platform/files/file-health.ts";
import { patientReads } from "../platform/files/patient-reads.ts";
import type { ClockWatch } from "../platform/health/clock-watch.ts";
import { diskHealth, memoryHealth } from "../platform/health/machine-health.ts";
import { logFileIn } from "../platform/logging/log-file.ts";
import { createLogReader } from "../platform/logging/log-reader.ts";
import type { LoopStatus } from "../platform/nodes/loops.ts";
import { loopsHealth, nodesHealth } from "../platform/nodes/nodes-health.ts";
import type { Config } from "./config.ts";

interface Asked {
  config: Config;
  db: OpenDatabase;
  clock: Clock;
  clockWatch: ClockWatch;
  hooks: HooksHealthOptions;
  /** Parts of what nodes hear of one another by. */
  betweenNodes: readonly HealthPart[];
  loops(): readonly LoopStatus[];
  /** Stores of CLIs in which a query never came back. */
  lostStores(): readonly string[];
  jobQueues(): Promise<readonly JobQueue[]>;
}

/** Every part that tells how it is, in the order in which a person looks. */
export const healthParts = ({ config, db, clock, ...asked }: Asked): HealthPart[] => {
  const { clockWatch, betweenNodes, loops, hooks, jobQueues, lostStores } = asked;
  const logs = createLogReader({ path: logFileIn(config.home) });
  const countErrorsSince = async (at: Date) => {
    const errors = { level: "error" as const, since: at.toISOString() };
    return (await logs.before(undefined, errors, mostErrors)).items.length;
  };
  const now = () => clock.now();
  return [
    databaseHealth(db, clock, config.databaseUrl === undefined),
    eventLogHealth(db, clock),
    nodesHealth(db.read, now),
    loopsHealth(loops, now),
    ...betweenNodes,
    reactionHealth(db),
    jobHealth(jobQueues, now),
    hooksHealth(hooks),
    fileHealth({ reads: patientReads, lostStores }),
    diskHealth(config.home),
    memoryHealth(),
    clockHealth(db, clock, clockWatch),
    logHealth(countErrorsSince, now),
  ];
};
