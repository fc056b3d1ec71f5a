import { setTimeout as pause } from "node:timers/promises";
import { restartFailed, restartFinished, restartResumed } from "@signalbox/contract/restarts";
import { AppError, messageOf } from "../../../kernel/errors.ts";
import type { EndService } from "../ending/end-agent.ts";
import { findLaunch, type LaunchRow } from "../launches.repository.ts";
import type { LaunchesService } from "../launches.service.ts";
import type { LaunchesOptions } from "../options.ts";
import { createEndingFirst } from "./end-first.ts";
import { GivenUp } from "./given-up.ts";
import { tellRestart } from "./restart-log.ts";
import { moveToResuming, moveToSettled, type RestartRow } from "./restarts.repository.ts";

const lookEveryMs = 200;

interface Means {
  options: LaunchesOptions;
  ends: EndService;
  launches: Pick<LaunchesService, "resume">;
}

/** With what its terminal showed last: there the CLI says why. */
const whyOf = ({ reason, last_lines }: LaunchRow): string => {
  const last = (last_lines ?? "").trim().split("\n").at(-1)?.trim() ?? "";
  return [reason ?? "nothing says why", ...(last === "" ? [] : [last])].join(": ");
};

/** Carries a restart out, from wherever it was left. Repeats nothing that was done. */
export const createRestartCarrier = ({ options, ends, launches }: Means) => {
  const { db, clock, places, stopping } = options;
  const endIt = createEndingFirst(options, ends);
  const tell = tellRestart(options);

  const resume = async (row: RestartRow): Promise<string> => {
    const { actor, actor_name: name, correlation_id: correlationId, socket } = row;
    const by = { actor, name, correlationId };
    const wish = {
      key: `restart-${row.id}`,
      ...(socket === null ? {} : { socket, mode: "terminal" as const }),
    };
    const launch = await launches.resume(row.agent_id, wish, by).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      throw new GivenUp(`It has ended, and could not be gone on with: ${error.message}`);
    });
    const { projectId } = launch;
    await db.transaction(async (tx) => {
      const moved = await moveToResuming(tx, row.id, launch.id);
      if (moved !== undefined) tell(tx, restartResumed, moved, projectId);
    });
    return launch.id;
  };

  /** Why the start did not become its agent again; null where it did. */
  const outcomeOf = async (launchId: string): Promise<string | null> => {
    for (;;) {
      const launch = await findLaunch(db.read, launchId);
      if (launch === undefined)
        return "It has ended, and the start that went on with it is not known any more";
      if (launch.agent_id !== null) return null;
      if (launch.state !== "starting")
        return `It has ended, and what went on with it failed: ${whyOf(launch)}`;
      await pause(lookEveryMs, undefined, { signal: stopping });
    }
  };

  const settle = (row: RestartRow, reason: string | null) =>
    db.transaction(async (tx) => {
      const moved = await moveToSettled(tx, row.id, { reason, at: clock.now() });
      if (moved !== undefined) tell(tx, reason === null ? restartFinished : restartFailed, moved);
    });

  return async (row: RestartRow): Promise<void> => {
    if (row.host_id !== places.hostId()) return;
    try {
      let launchId = row.launch_id;
      if (row.state === "ending") {
        await endIt(row);
        launchId = await resume(row);
      }
      if (launchId === null)
        throw new GivenUp("It has ended, and what went on with it is not known any more");
      await settle(row, await outcomeOf(launchId));
    } catch (error) {
      // The next server goes on with it.
      if (stopping.aborted) return;
      if (!(error instanceof GivenUp))
        options.log.warn({ err: error, restartId: row.id }, "a restart failed");
      await settle(row, error instanceof GivenUp ? error.message : messageOf(error));
    }
  };
};

export type CarryRestart = ReturnType<typeof createRestartCarrier>;
