import { z } from "zod";
import { Id, Instant } from "./common.ts";
import { defineEvent } from "./event.ts";
import { Ending, LaunchKey, startErrors } from "./launches.ts";
import { defineRoute } from "./route.ts";

/** `ending` until its agent has ended, `resuming` until that is heard of again. */
export const restartStates = ["ending", "resuming", "done", "failed"] as const;
export const RestartState = z.enum(restartStates).meta({ id: "RestartState" });
export type RestartState = z.infer<typeof RestartState>;

/** An agent that is ended and gone on with, as one action. */
export const Restart = z
  .object({
    id: Id,
    agentId: Id,
    state: RestartState,
    /** How it is ended, or was; null before that began. */
    step: Ending.nullable(),
    force: z.boolean(),
    /** The start that goes on with it. */
    launchId: Id.nullable(),
    /** Why it failed, in a sentence that says how the agent stands. */
    reason: z.string().nullable(),
    /** Who asked for it. */
    by: z.string(),
    at: Instant,
    endedAt: Instant.nullable(),
  })
  .meta({ id: "Restart" });
export type Restart = z.infer<typeof Restart>;

export const restartAgent = defineRoute({
  method: "POST",
  path: "/api/agents/:agentId/restart",
  permission: "operate",
  summary: "Ends an agent and goes on with its session, as it was started",
  params: z.object({ agentId: Id }),
  body: z.strictObject({
    key: LaunchKey,
    force: z.boolean().default(false).describe("Kills it (SIGKILL) where SIGTERM does not end it"),
  }),
  replies: { 202: Restart },
  errors: [
    ...startErrors,
    "agents.not_found",
    "launches.already_ended",
    "launches.no_process",
    "launches.not_resumable",
    "launches.restarting_already",
  ],
});

export const getRestart = defineRoute({
  method: "GET",
  path: "/api/restarts/:restartId",
  permission: "read",
  summary: "How far a restart came",
  params: z.object({ restartId: Id }),
  replies: { 200: Restart },
  errors: ["launches.no_restart"],
});

const restartEvent = <const T extends string>(type: T, summary: string) =>
  defineEvent({
    ...{ type, version: 1, producer: "launches", consumers: ["web app"], summary },
    data: z.object({
      restartId: Id,
      state: RestartState,
      step: Ending.nullable(),
      launchId: Id.nullable(),
      reason: z.string().nullable(),
    }),
  });

export const restartRequested = restartEvent(
  "restart.requested",
  "Somebody asked for the restart of an agent",
);
export const restartStepped = restartEvent(
  "restart.stepped",
  "The next way is taken to end an agent that restarts",
);
export const restartResumed = restartEvent("restart.resumed", "It has ended, and a start goes on with it");
export const restartFinished = restartEvent(
  "restart.finished",
  "An agent that was restarted is heard of again",
);
export const restartFailed = restartEvent("restart.failed", "A restart was given up");

export const restartEvents = [
  restartRequested,
  restartStepped,
  restartResumed,
  restartFinished,
  restartFailed,
] as const;
