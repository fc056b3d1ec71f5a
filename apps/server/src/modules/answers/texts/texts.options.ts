import type { Agent, Question } from "@signalbox/contract/agents";
import type { Logger } from "pino";
import type { Clock } from "../../../kernel/clock.ts";
import type { Db } from "../../../platform/database/database.ts";
import type { EventLog } from "../../../platform/events/events.ts";
import type { Audit } from "../../auth/index.ts";
import type { Speakers } from "./speakers.ts";
import type { TextRow } from "./texts.repository.ts";
import type { Typed } from "./type-text.ts";

/** What texts need of agents. */
export interface ToldAgents {
  /** @throws AppError `agents.not_found` */
  agent(agentId: string): Promise<Agent>;
  openQuestion(agentId: string): Promise<Question | null>;
  /** What it was last asked, whole. */
  lastPrompt(agentId: string): Promise<string | null>;
}

export interface TextsOptions {
  db: Db;
  clock: Clock;
  log: Logger;
  audit: Audit;
  events: Pick<EventLog, "append">;
  agents: ToldAgents;
  speakers: Speakers;
  /** Gives a text as the answer to a question in words. */
  answer(text: TextRow, question: Question): Promise<Typed>;
}
