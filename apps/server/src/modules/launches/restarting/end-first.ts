import { setTimeout as pause } from "node:timers/promises";
import type { Agent } from "@signalbox/contract/agents";
import { type Ending, endings } from "@signalbox/contract/launches";
import { restartStepped } from "@signalbox/contract/restarts";
import { AppError } from "../../../kernel/errors.ts";
import type { EndService } from "../ending/end-agent.ts";
import { createTargets } from "../ending/target.ts";
import { findOpenResume, findRunningLaunchOf } from "../launches.repository.ts";
import type { LaunchesOptions } from "../options.ts";
import { GivenUp } from "./given-up.ts";
import { tellRestart } from "./restart-log.ts";
import { moveToStep, type RestartRow } from "./restarts.repository.ts";

/** What was wanted so long ago is not done behind the back of who wanted it. */
const staleMs = 10 * 60_000;
/** That a process is gone is heard of within a second or two; its terminal is put away right after. */
const settlesWithinMs = 30_000;
const lookEveryMs = 200;

/** Ends the agent of a restart, and waits until nothing of its old start is in the way. */
export const createEndingFirst = (options: LaunchesOptions, ends: EndService) => {
  const { db, clock, agents, stopping } = options;
  const targets = createTargets(options);
  const tell = tellRestart(options);

  const later = () => pause(lookEveryMs, undefined, { signal: stopping });

  /** Looks until it is so; false where that took too long. */
  const settles = async (isSo: () => Promise<boolean>): Promise<boolean> => {
    const until = performance.now() + settlesWithinMs;
    while (!(await isSo())) {
      if (performance.now() > until) return false;
      await later();
    }
    return true;
  };

  const step = (row: RestartRow, how: Ending, { projectId }: Agent) =>
    db.transaction(async (tx) => {
      const moved = await moveToStep(tx, row.id, how);
      if (moved !== undefined && how !== row.step) tell(tx, restartStepped, moved, projectId);
      return moved;
    });

  /** One way to end it; true where nothing is left to end. */
  const endBy = async (how: Ending, row: RestartRow): Promise<{ gone: boolean; did: string }> => {
    try {
      return await ends.end(row.agent_id, how, { actor: row.actor, correlationId: row.correlation_id });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === "launches.no_way") return { gone: false, did: error.message };
      // Its process is gone, and that will be heard of.
      if (error.code === "launches.already_ended" || error.code === "launches.no_process")
        return { gone: true, did: error.message };
      throw error;
    }
  };

  const end = async (row: RestartRow, agent: Agent): Promise<void> => {
    const { process } = await targets.find(agent);
    if (process !== null && (process.pid !== row.pid || process.birth !== row.birth))
      throw new GivenUp("Somebody else went on with it meanwhile: it is left alone");
    let did = "";
    for (const how of endings.slice(row.step === null ? 0 : endings.indexOf(row.step))) {
      if (how === "hard" && !row.force)
        throw new GivenUp(`It is still there after SIGTERM, and runs on: ${did}. It was not to be killed`);
      if ((await step(row, how, agent)) === undefined) return;
      const report = await endBy(how, row);
      if (report.gone) return;
      did = report.did;
    }
    throw new GivenUp(`It is still there, whatever was done: ${did}`);
  };

  const hasEnded = async (agentId: string): Promise<boolean> =>
    (await agents.agent(agentId)).endedAt !== null;

  /** Its old terminal is put away before the new one opens, since an agent has one at a time. */
  const isFree = async ({ agent_id: id }: RestartRow): Promise<boolean> =>
    (await findRunningLaunchOf(db.read, id)) === undefined &&
    (await findOpenResume(db.read, id)) === undefined;

  return async (row: RestartRow): Promise<void> => {
    const agent = await agents.agent(row.agent_id);
    if (clock.now().getTime() - row.at.getTime() > staleMs)
      throw new GivenUp(
        agent.endedAt === null
          ? "The server was away for too long meanwhile: it runs on"
          : "The server was away for too long meanwhile: it has ended, and can be resumed",
      );
    if (agent.endedAt === null) await end(row, agent);
    if (!(await settles(() => hasEnded(row.agent_id))))
      throw new GivenUp("Nothing told that it ended: its terminal shows whether it did");
    if (!(await settles(() => isFree(row))))
      throw new GivenUp("It has ended, and another start goes on with it, or its old terminal is still open");
  };
};
