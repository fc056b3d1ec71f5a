import type { BotBackend } from "@signalbox/contract/chain";
import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../platform/database/database.ts";
import type { EventLog } from "../../platform/events/events.ts";
import type { Peer } from "../../platform/http/http.ts";
import type { ProcessTable } from "../../platform/processes/process-table.ts";
import type { Audit } from "../auth/index.ts";
import type { Spent } from "../backends/index.ts";
import type { News } from "./news.ts";
import type {
  ExecutionAccounts,
  ExecutionBudgets,
  ExecutionOutcomes,
  ExecutionPlaces,
  ExecutionPrograms,
  ExecutionRules,
  ExecutionWorkspaces,
} from "./ports.ts";
import type { Tails } from "./running/tails.ts";
import type { TellExecution } from "./tell-execution.ts";

/** What it takes to run executions and to tell of them. */
export interface ExecutionsOptions {
  db: Db;
  events: Pick<EventLog, "append">;
  clock: Clock;
  log: Logger;
  audit: Pick<Audit, "record">;
  places: ExecutionPlaces;
  workspaces: ExecutionWorkspaces;
  rules: ExecutionRules;
  outcomes: ExecutionOutcomes;
  budgets: ExecutionBudgets;
  accounts: ExecutionAccounts;
  programs: ExecutionPrograms;
  /** Nothing of a bot that is switched off begins. @throws AppError `bots.disabled` */
  refuseDisabled(botId: string): Promise<void>;
  /** Settings with which a CLI tells of what it asks, in its own form. */
  hookSettings(backend: BotBackend): string;
  /** What an answer costs whose CLI does not say so; without it, as the table that comes with the server says. */
  costOf?(spent: Spent): number | null;
  /** From 0 to 1, another each time. */
  chance(): number;
  table: ProcessTable;
  tell: TellExecution;
  /** @throws AppError `auth.watched_agent` */
  refuseWatchedAgent(peer: Peer): Promise<void>;
  /** Rung where there is something new to do. */
  bell: { ring(): void };
  /** Told where an execution has new lines, or is over. */
  news: News;
  tails: Tails;
}
