import type {
  executionContinued,
  executionFinished,
  executionPaused,
  executionPostponed,
  executionQueued,
  executionStarted,
} from "@signalbox/contract/execution-events";
import type { Clock } from "../../kernel/clock.ts";
import type { Tx } from "../../platform/database/database.ts";
import { type EventLog, newEvent } from "../../platform/events/events.ts";
import type { ExecutionRow } from "./executions.repository.ts";

type ExecutionEvent =
  | typeof executionQueued
  | typeof executionPostponed
  | typeof executionStarted
  | typeof executionPaused
  | typeof executionContinued
  | typeof executionFinished;

/** Writes down what became of an execution, in the transaction that made it so. */
export const tellExecution =
  (events: Pick<EventLog, "append">, clock: Clock) =>
  (tx: Tx, definition: ExecutionEvent, row: ExecutionRow): void => {
    const { id: executionId, bot_id: botId, state, reason } = row;
    const context = {
      at: clock.now(),
      actor: row.actor,
      subject: { kind: "execution", id: executionId },
      correlationId: row.correlation_id,
      projectId: row.project_id,
    };
    // One at a time: each definition is a type of its own.
    events.append(
      tx,
      newEvent<string, ExecutionEvent["data"]>(definition, context, { executionId, botId, state, reason }),
    );
  };

export type TellExecution = ReturnType<typeof tellExecution>;
