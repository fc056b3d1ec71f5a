import { z } from "zod";
import { Id } from "./common.ts";
import { defineEvent } from "./event.ts";
import { ExecutionState } from "./executions.ts";

const executionEvent = <const T extends string>(type: T, summary: string) =>
  defineEvent({
    ...{ type, version: 1, producer: "executions", consumers: ["web app"], summary },
    data: z.object({
      executionId: Id,
      botId: Id,
      state: ExecutionState,
      reason: z.string().nullable(),
    }),
  });

export const executionQueued = executionEvent("execution.queued", "An execution waits for its turn");
export const executionPostponed = executionEvent(
  "execution.postponed",
  "An attempt failed, and another one is to come",
);
export const executionStarted = executionEvent("execution.started", "An execution runs its CLI");
export const executionPaused = executionEvent("execution.paused", "What an execution runs stands still");
export const executionContinued = executionEvent("execution.continued", "A paused execution goes on");
export const executionFinished = executionEvent("execution.finished", "An execution is over");

export const executionEvents = [
  executionQueued,
  executionPostponed,
  executionStarted,
  executionPaused,
  executionContinued,
  executionFinished,
] as const;
