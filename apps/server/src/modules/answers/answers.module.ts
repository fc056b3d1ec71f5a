import type { Question } from "@signalbox/contract/agents";
import { type OpenWay, questionHeld, questionReleased } from "@signalbox/contract/answers";
import type { Logger } from "pino";
import { AppError } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import type { Service } from "../../kernel/module.ts";
import { type EventLog, newEvent } from "../../platform/events/events.ts";
import type { MountedRoute, Peer } from "../../platform/http/http.ts";
import type { Loop } from "../../platform/nodes/loops.ts";
import { startedBy } from "../../platform/processes/started-by.ts";
import { answersRoutes } from "./answers.routes.ts";
import { type AnswersService, createAnswersService } from "./answers.service.ts";
import type { Reached } from "./channel.ts";
import { giveUpLoop } from "./give-up.ts";
import { heldChannel } from "./held-channel.ts";
import { HeldRequests } from "./held-requests.ts";
import { type AskingHook, holdHook } from "./hold-hook.ts";
import { keysChannel } from "./keys-channel.ts";
import type { AnswersOptions } from "./options.ts";
import { askOver } from "./owned/ask-over.ts";
import { type OwnedAgents, type OwnedRequest, OwnedRequests } from "./owned/owned-agents.ts";
import { protocolChannel } from "./owned/protocol-channel.ts";
import type { AgentPanes } from "./ports.ts";
import { releaseClosed } from "./release-closed.ts";
import { createSpeakers } from "./texts/speakers.ts";
import type { TextsOptions } from "./texts/texts.options.ts";
import { textsRoutes } from "./texts/texts.routes.ts";
import { createTexts } from "./texts/texts.service.ts";

export interface AnswersModuleOptions extends Omit<AnswersOptions, "channels"> {
  panes: AgentPanes;
  owned: OwnedAgents;
  events: Pick<EventLog, "range" | "follow" | "append">;
  log: Logger;
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export interface Answers {
  api: {
    /** Holds a hook that asks until its question is answered or closed; the reply's body, or null for none. */
    hold(hook: AskingHook): Promise<unknown>;
    /** Takes in what an agent that this server runs asks over its protocol; resolves once it waits no more. */
    askOver(request: OwnedRequest): Promise<void>;
    /** The way to a question that is open now; null where only its terminal can answer it. */
    wayTo(agent: Reached & { question: Question }): OpenWay | null;
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
  panes,
  owned,
  refuseWatchedAgent,
  ...options
}: AnswersModuleOptions): Answers {
  const held = new HeldRequests();
  const requests = new OwnedRequests();
  const channels = [
    heldChannel(held),
    protocolChannel({ owned, requests }),
    keysChannel({ agents: options.agents, panes, clock: options.clock }),
  ];
  const told = tellOf({ events, ...options });
  const speakers = createSpeakers({ panes, owned });
  const service = createAnswersService({ ...options, channels });
  const texts = createTexts({ ...options, log, events, speakers, answer: answerWith(service) });
  return {
    api: {
      hold: holdHook({
        ...{ agents: options.agents, held, told },
        ...{ startedBy, log },
      }),
      askOver: askOver({ agents: options.agents, requests, log, told: (question) => told(question, true) }),
      wayTo: (agent) => {
        for (const channel of channels) {
          const way = channel.wayTo(agent);
          if (way !== null) return way;
        }
        return null;
      },
      answer: service.answer,
    },
    routes: [
      ...answersRoutes({ service, refuseWatchedAgent }),
      ...textsRoutes({ texts, refuseWatchedAgent }),
    ],
    services: [releaseClosed({ events, held, requests, log })],
    loops: [giveUpLoop(service, options.clock), ...texts.loops],
  };
}

/** Gives a text as the answer to a question in words, once for each time that is asked. */
const answerWith =
  (service: Pick<AnswersService, "answer">): TextsOptions["answer"] =>
  async ({ id, text, actor, actor_name: name }, question) => {
    try {
      const { problem, state } = await service.answer({
        ...{ questionId: question.id, version: question.version, key: `${id}.${question.version}` },
        ...{ content: { kind: "text", text }, by: { actor, name, correlationId: newId() } },
      });
      const why = problem ?? "another one was given";
      return state === "delivered" ? { kind: "sent", problem } : { kind: "refused", why };
    } catch (error) {
      if (error instanceof AppError) return { kind: "refused", why: error.message };
      throw error;
    }
  };

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
