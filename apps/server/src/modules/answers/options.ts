import type { Text } from "@signalbox/contract/texts";
import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../platform/database/database.ts";
import type { Audit } from "../auth/index.ts";
import type { AgentChannel } from "./channel.ts";
import type { AnsweredAgents } from "./ports.ts";
import type { SaidText } from "./texts/queue.ts";

/** What it takes to answer. */
export interface AnswersOptions {
  db: Db;
  clock: Clock;
  audit: Audit;
  agents: AnsweredAgents;
  /** The ways to agents, the best first. */
  channels: readonly AgentChannel[];
  /** Says a text to an agent, once it waits for input. @throws AppError `texts.…` */
  say(said: SaidText): Promise<Text>;
}
