import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../platform/database/database.ts";
import type { EventLog } from "../../platform/events/events.ts";
import type { Peer } from "../../platform/http/http.ts";
import type { Outbound } from "../../platform/outbound/outbound.ts";
import type { Vault } from "../../platform/vault/vault.ts";
import type { Audit } from "../auth/index.ts";
import type { BotsModule } from "../bots/index.ts";
import type { ExecutionsModule } from "../executions/index.ts";
import type { GitHubApi } from "../github/index.ts";
import type { TellPeople, Workspaces } from "./ports.ts";

/** What it takes to carry out what executions leave behind. */
export interface OutcomesOptions {
  db: Db;
  events: Pick<EventLog, "append">;
  clock: Clock;
  log: Logger;
  audit: Pick<Audit, "record">;
  vault: Vault;
  outbound: Pick<Outbound, "post">;
  bots: BotsModule["api"];
  executions: Pick<ExecutionsModule["api"], "get" | "outcomeFailed" | "outcomesDone">;
  github: GitHubApi;
  workspaces: Workspaces;
  tell: TellPeople;
  hostId(): string;
  /** Where people find the web app. */
  origin(): string;
  /** From 0 to 1, by chance. */
  chance(): number;
  /** @throws AppError `auth.watched_agent` */
  refuseWatchedAgent(peer: Peer): Promise<void>;
}
