import type { Program } from "@signalbox/contract/programs";
import type { Clock } from "../../kernel/clock.ts";
import type { Db, Queryable } from "../../platform/database/database.ts";
import type { EventLog } from "../../platform/events/events.ts";
import type { Vault } from "../../platform/vault/vault.ts";
import type { Audit } from "../auth/index.ts";

export interface AccountsOptions {
  db: Db;
  events: Pick<EventLog, "append">;
  clock: Clock;
  audit: Pick<Audit, "record">;
  vault: Vault;
  programs: {
    /** Null where it is gone. */
    find(id: string, read?: Queryable): Promise<Program | null>;
  };
  /** Told where an account may be used that could not be before: somebody may wait for it. */
  freed(): Promise<void>;
  /** The host of this server. */
  hostId(): string;
  /** What a CLI is run with. */
  rules: {
    /** Where programs are looked for. */
    path: string;
    /** What a CLI finds in its environment. */
    environment: Readonly<Record<string, string>>;
  };
}
