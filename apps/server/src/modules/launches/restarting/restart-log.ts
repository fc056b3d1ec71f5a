import type {
  Restart,
  restartFailed,
  restartFinished,
  restartRequested,
  restartResumed,
  restartStepped,
} from "@signalbox/contract/restarts";
import type { Tx } from "../../../platform/database/database.ts";
import { newEvent } from "../../../platform/events/events.ts";
import type { LaunchesOptions } from "../options.ts";
import type { RestartRow } from "./restarts.repository.ts";

type RestartEvent =
  | typeof restartRequested
  | typeof restartStepped
  | typeof restartResumed
  | typeof restartFinished
  | typeof restartFailed;

/** Writes down how far a restart came, in the transaction that made it so. */
export const tellRestart =
  ({ events, clock }: Pick<LaunchesOptions, "events" | "clock">) =>
  (tx: Tx, definition: RestartEvent, row: RestartRow, projectId: string | null = null): void => {
    const context = {
      at: clock.now(),
      actor: row.actor,
      subject: { kind: "restart", id: row.id },
      correlationId: row.correlation_id,
      projectId,
      agentId: row.agent_id,
    };
    const { id: restartId, state, step, launch_id: launchId, reason } = row;
    events.append(
      tx,
      newEvent<string, RestartEvent["data"]>(definition, context, {
        restartId,
        state,
        step,
        launchId,
        reason,
      }),
    );
  };

/** What the API shows of a stored restart. */
export const presentRestart = (row: RestartRow): Restart => ({
  id: row.id,
  agentId: row.agent_id,
  state: row.state,
  step: row.step,
  force: row.force,
  launchId: row.launch_id,
  reason: row.reason,
  by: row.actor_name,
  at: row.at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
});
