import type { Question } from "@signalbox/contract/agents";
import { type OpenWay, questionHeld, questionReleased } from "@signalbox/contract/answers";
import type { Logger } from "pino";
import { newId } from "../../kernel/ids.ts";
import type { Service } from "../../kernel/module.ts";
import { type EventLog, newEvent } from "../../platform/events/events.ts";
import type { MountedRoute, Peer } from "../../platform/http/http.ts";
import type { Loop } from "../../platform/nodes/loops.ts";
import { startedBy } from "../../platform/processes/started-by.ts";
import { answersRoutes } from "./answers.routes.ts";
import { type AnswersService, createAnswersService } from "./answers.service.ts";
import { giveUpLoop } from "./give-up.ts";
import { HeldRequests } from "./held-requests.ts";
import { type AskingHook, holdHook } from "./hold-hook.ts";
import type { AnswersOptions } from "./options.ts";
import { releaseClosed } from "./release-closed.ts";

export interface AnswersModuleOptions extends Omit<AnswersOptions, "held"> {
  events: Pick<EventLog, "range" | "follow" | "append">;
  log: Logger;
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export interface Answers {
  api: {
    /** Holds a hook that asks until its question is answered or closed; the reply's body, or null for none. */
    hold(hook: AskingHook): Promise<unknown>;
    /** The way to a question that is open now; null where only its terminal can answer it. */
    wayTo(questionId: string): OpenWay | null;
    /** Answers a question as a person on a page does. */
    answer: AnswersService["answer"];
  };
  routes: MountedRoute[];
  services: Service[];
  loops: Loop[];
}

/** What people answer to agents, and how it reaches them. */
export function createAnswers({
  events,
  log,
  refuseWatchedAgent,
  ...options
}: AnswersModuleOptions): Answers {
  const held = new HeldRequests();
  const service = createAnswersService({ ...options, held });
  return {
    api: {
      hold: holdHook({
        ...{ agents: options.agents, held, told: tellOf({ events, ...options }) },
        ...{ startedBy, log },
      }),
      wayTo: (questionId) => held.wayTo(questionId),
      answer: service.answer,
    },
    routes: answersRoutes({ service, refuseWatchedAgent }),
    services: [releaseClosed({ events, held, log })],
    loops: [giveUpLoop(service, options.clock)],
  };
}

/** Tells pages whether a question can be answered here. */
const tellOf =
  ({ events, db, clock }: Pick<AnswersModuleOptions, "events" | "db" | "clock">) =>
  ({ id, agentId, commandId, turnId }: Question, waits: boolean): Promise<void> =>
    db.transaction(async (tx) => {
      const subject = { kind: "question", id };
      const context = {
        at: clock.now(),
        actor: "system",
        subject,
        correlationId: newId(),
        agentId,
        commandId,
        turnId,
      };
      events.append(tx, newEvent(waits ? questionHeld : questionReleased, context, { questionId: id }));
    });
