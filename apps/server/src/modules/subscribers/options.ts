import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../platform/database/database.ts";
import type { EventLog } from "../../platform/events/events.ts";
import type { Outbound } from "../../platform/outbound/outbound.ts";
import type { Vault } from "../../platform/vault/vault.ts";
import type { Audit } from "../auth/index.ts";

/** What it takes to tell others of events. */
export interface SubscribersOptions {
  db: Db;
  events: Pick<EventLog, "append">;
  clock: Clock;
  log: Logger;
  audit: Pick<Audit, "record">;
  vault: Vault;
  outbound: Pick<Outbound, "post">;
  /** @throws AppError `projects.not_found` */
  project(id: string): Promise<unknown>;
  /** @throws AppError `bots.not_found` */
  bot(id: string): Promise<unknown>;
  /** Whose an execution is; null where it is not kept any more. */
  execution(id: string): Promise<{ botId: string; projectId: string | null } | null>;
  /** From 0 to 1, by chance. */
  chance(): number;
}
