import type { Backend } from "@signalbox/contract/common";
import type { Ending, EndReport } from "@signalbox/contract/launches";
import type { Cause } from "../../../platform/http/http.ts";
import { launchErrors } from "../launches.errors.ts";
import { findLaunch, type LaunchRow } from "../launches.repository.ts";
import type { LaunchesOptions } from "../options.ts";
import type { StepTarget } from "./target.ts";

/** @throws AppError `launches.not_found`, `launches.already_ended`, `launches.has_agent`, `launches.no_process` */
export type LaunchEnder = (launchId: string, how: Ending, by: Cause) => Promise<EndReport>;

interface Means {
  take(backend: Backend, how: Ending, target: StepTarget): Promise<EndReport>;
  targetOf(row: LaunchRow): Promise<StepTarget | null>;
}

/** Ends a start of which no agent is known. */
export const launchEnder =
  ({ db, audit, bell }: LaunchesOptions, { take, targetOf }: Means): LaunchEnder =>
  async (launchId, how, by) => {
    const row = await findLaunch(db.read, launchId);
    if (row === undefined) throw launchErrors.notFound(launchId);
    if (row.agent_id !== null) throw launchErrors.hasAgent(row.agent_id);
    if (row.ended_at !== null) throw launchErrors.alreadyEnded();
    const target = await targetOf(row);
    if (target === null) throw launchErrors.noProcess("Its terminal is not open on this machine");
    const subject = { kind: "launch", id: launchId };
    await db.transaction((tx) =>
      audit.record(tx, { ...by, action: "launch.end_requested", subject, detail: { how } }),
    );
    const report = await take(row.backend, how, target);
    bell.ring();
    return report;
  };
