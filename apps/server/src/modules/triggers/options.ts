import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../platform/database/database.ts";
import type { EventLog } from "../../platform/events/events.ts";
import type { OutboundFetch } from "../../platform/outbound/outbound-fetch.ts";
import type { Vault } from "../../platform/vault/vault.ts";
import type { Audit } from "../auth/index.ts";
import type { Bell } from "../liveness/index.ts";
import type { GithubAsk, StartedBots, TriggerPlaces } from "./ports.ts";
import type { KnownSources } from "./sources/known-sources.ts";

/** What it takes to hear what starts bots. */
export interface TriggersOptions {
  db: Db;
  events: Pick<EventLog, "append">;
  clock: Clock;
  log: Logger;
  audit: Pick<Audit, "record">;
  vault: Vault;
  bots: StartedBots;
  github: GithubAsk;
  places: TriggerPlaces;
  /** Where deliveries are sent to, from outside. */
  origin(): string;
  /** Rung where a delivery was stored, and where what the clock begins was written. */
  bells: { deliveries: Bell; schedules: Bell; polls: Bell; watches: Bell };
  /** Asks addresses that somebody typed in. */
  fetch: OutboundFetch;
  known: KnownSources;
}
