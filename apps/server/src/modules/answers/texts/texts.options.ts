import type { Agent, Question } from "@signalbox/contract/agents";
import type { Logger } from "pino";
import type { Clock } from "../../../kernel/clock.ts";
import type { Db } from "../../../platform/database/database.ts";
import type { EventLog } from "../../../platform/events/events.ts";
import type { Orders } from "../../../platform/nodes/orders/orders.ts";
import type { Audit } from "../../auth/index.ts";
import type { Remembered } from "./last-words.ts";
import type { Speakers } from "./speakers.ts";
import type { TextRow } from "./texts.repository.ts";
import type { Typed } from "./type-text.ts";

/** What texts need of agents. */
export interface ToldAgents extends Remembered {
  /** @throws AppError `agents.not_found` */
  agent(agentId: string): Promise<Agent>;
  openQuestion(agentId: string): Promise<Question | null>;
}

export interface TextsOptions {
  db: Db;
  clock: Clock;
  log: Logger;
  audit: Audit;
  events: Pick<EventLog, "append">;
  agents: ToldAgents;
  speakers: Speakers;
  /** What other nodes are had to do. */
  orders: Orders;
  /** Gives a text as the answer to a question in words. */
  answer(text: TextRow, question: Question): Promise<Typed>;
}
