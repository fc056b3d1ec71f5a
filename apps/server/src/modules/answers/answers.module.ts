import type { Question } from "@signalbox/contract/agents";
import { type OpenWay, questionHeld, questionReleased } from "@signalbox/contract/answers";
import type { Logger } from "pino";
import { AppError } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import type { Service } from "../../kernel/module.ts";
import { type EventLog, newEvent } from "../../platform/events/events.ts";
import type { MountedRoute, Peer } from "../../platform/http/http.ts";
import type { Loop } from "../../platform/nodes/loops.ts";
import type { Orders } from "../../platform/nodes/orders/orders.ts";
import { startedBy } from "../../platform/processes/started-by.ts";
import { answersRoutes } from "./answers.routes.ts";
import { type AnswersService, createAnswersService } from "./answers.service.ts";
import type { Asking } from "./channel.ts";
import { createDelivery } from "./delivery.ts";
import { createElsewhere, type Elsewhere, nowhere } from "./elsewhere/elsewhere.ts";
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
import { createTexts, type TextsService } from "./texts/texts.service.ts";
import { type Ways, waysOver } from "./ways.ts";

export interface AnswersModuleOptions extends Omit<AnswersOptions, "channels" | "say"> {
  panes: AgentPanes;
  owned: OwnedAgents;
  events: Pick<EventLog, "range" | "follow" | "append">;
  log: Logger;
  refuseWatchedAgent(peer: Peer): Promise<void>;
  /** This node, where others share its database. */
  node: { id: string } | null;
  /** What other nodes are had to do. */
  orders: Orders;
}

export interface Answers {
  api: {
    /** Holds a hook that asks until its question is answered or closed; the reply's body, or null for none. */
    hold(hook: AskingHook): Promise<unknown>;
    /** Takes in what an agent that this server runs asks over its protocol; resolves once it waits no more. */
    askOver(request: OwnedRequest): Promise<void>;
    /** The ways to questions that are open now, by question; one that only its terminal can answer has none. */
    waysTo(asking: readonly Asking[]): Promise<ReadonlyMap<string, OpenWay>>;
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
  node,
  orders,
  ...options
}: AnswersModuleOptions): Answers {
  const held = new HeldRequests();
  const requests = new OwnedRequests();
  const channels = [
    heldChannel(held),
    protocolChannel({ owned, requests }),
    keysChannel({ agents: options.agents, panes, clock: options.clock }),
  ];
  const ways = waysOver(channels);
  const say: AnswersOptions["say"] = (said) => texts.say(said);
  const shared = { ...options, events, log, channels, ways, say };
  const delivery = createDelivery(shared);
  const elsewhere =
    node === null ? nowhere : createElsewhere({ ...shared, orders, delivery, nodeId: node.id });
  const told = tellOf({ events, elsewhere, ...options });
  const service = createAnswersService({ ...shared, delivery, elsewhere });
  const speakers = createSpeakers({ panes, owned });
  const texts: TextsService = createTexts({
    ...options,
    orders,
    log,
    events,
    speakers,
    answer: answerWith(service),
  });
  return {
    api: {
      hold: holdHook({ agents: options.agents, held, told, startedBy, log }),
      askOver: askOver({
        ...{ agents: options.agents, requests, log },
        told: (question) => told(question, requests.wayTo(question.id)),
      }),
      waysTo: (asking) => waysOf(asking, { ways, elsewhere }),
      answer: service.answer,
    },
    routes: [
      ...answersRoutes({ service, refuseWatchedAgent }),
      ...textsRoutes({ texts, refuseWatchedAgent }),
    ],
    services: [releaseClosed({ events, held, requests, log })],
    loops: [giveUpLoop(service, options.clock), ...texts.loops, ...elsewhere.loops],
  };
}

/** Those of this node, then those of others. */
async function waysOf(
  asking: readonly Asking[],
  { ways, elsewhere }: { ways: Ways; elsewhere: Pick<Elsewhere, "waysTo"> },
): Promise<ReadonlyMap<string, OpenWay>> {
  const own = asking.flatMap((one): [string, OpenWay][] => {
    const way = ways.wayTo(one);
    return way === null ? [] : [[one.question.id, way]];
  });
  const found = new Map(own);
  const others = asking.map(({ question }) => question.id).filter((id) => !found.has(id));
  for (const { questionId, open } of await elsewhere.waysTo(others)) found.set(questionId, open);
  return found;
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
      if (!(error instanceof AppError)) throw error;
      if (error.code === "answers.untold") return { kind: "unknown", problem: error.message };
      return { kind: "refused", why: error.message };
    }
  };

/** Tells pages whether a question can be answered here. */
const tellOf =
  ({
    events,
    db,
    clock,
    elsewhere,
  }: Pick<AnswersModuleOptions, "events" | "db" | "clock"> & {
    elsewhere: Pick<Elsewhere, "offer" | "withdraw">;
  }) =>
  ({ id, agentId, commandId, turnId }: Question, way: OpenWay | null): Promise<void> =>
    db.transaction(async (tx) => {
      if (way === null) await elsewhere.withdraw(tx, id);
      else await elsewhere.offer(tx, { questionId: id, open: way });
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
      events.append(
        tx,
        newEvent(way === null ? questionReleased : questionHeld, context, { questionId: id }),
      );
    });
