import type {
  launchEnded,
  launchFailed,
  launchJoined,
  launchOpened,
  launchStarted,
} from "@signalbox/contract/launches";
import type { Clock } from "../../kernel/clock.ts";
import type { Tx } from "../../platform/database/database.ts";
import { type EventLog, newEvent } from "../../platform/events/events.ts";
import type { LaunchRow } from "./launches.repository.ts";

type LaunchEvent =
  | typeof launchStarted
  | typeof launchOpened
  | typeof launchJoined
  | typeof launchFailed
  | typeof launchEnded;

/** Writes down what became of a launch, in the transaction that made it so. */
export const tellLaunch =
  (events: Pick<EventLog, "append">, clock: Clock) =>
  (tx: Tx, definition: LaunchEvent, row: LaunchRow): void => {
    const context = {
      at: clock.now(),
      actor: row.actor,
      subject: { kind: "launch", id: row.id },
      correlationId: row.correlation_id,
      projectId: row.project_id,
      agentId: row.agent_id,
    };
    const { id: launchId, backend, state, reason } = row;
    // One at a time: each definition is a type of its own.
    events.append(
      tx,
      newEvent<string, LaunchEvent["data"]>(definition, context, { launchId, backend, state, reason }),
    );
  };

export type TellLaunch = ReturnType<typeof tellLaunch>;
