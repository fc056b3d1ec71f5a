import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../platform/database/database.ts";
import type { EventLog } from "../../platform/events/events.ts";
import type { Peer } from "../../platform/http/http.ts";
import type { Orders } from "../../platform/nodes/orders/orders.ts";
import type { ProcessGroups } from "../../platform/processes/process-groups.ts";
import type { ProcessTable } from "../../platform/processes/process-table.ts";
import type { ProgramList } from "../../platform/processes/program-list.ts";
import type { TmuxSessions } from "../../platform/tmux/sessions.ts";
import type { Audit } from "../auth/index.ts";
import type { TellLaunch } from "./launch-log.ts";
import type { LaunchDrivers, LaunchedAgents, LaunchPersonas, LaunchPlaces, LaunchRules } from "./ports.ts";

/** What it takes to start and end agents. */
export interface LaunchesOptions {
  db: Db;
  events: Pick<EventLog, "append">;
  clock: Clock;
  log: Logger;
  audit: Pick<Audit, "record">;
  rules: LaunchRules;
  places: LaunchPlaces;
  personas: LaunchPersonas;
  agents: LaunchedAgents;
  drivers: LaunchDrivers;
  /** What other nodes are had to do. */
  orders: Orders;
  sessions: TmuxSessions;
  table: ProcessTable;
  groups: ProcessGroups;
  programs: ProgramList;
  tell: TellLaunch;
  /** @throws AppError `auth.watched_agent`: an agent would start others that ask nobody, or end those beside it */
  refuseWatchedAgent(peer: Peer): Promise<void>;
  /** Rung where there is something new to do. */
  bell: { ring(): void };
  /** Aborts when the server stops. */
  stopping: AbortSignal;
  /** Whether the CLIs of this machine are watched by this server. */
  isHere: boolean;
}
