import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../platform/database/database.ts";
import type { GitCredentials, WorkspacePlaces, WorkspaceRules } from "./ports.ts";

/** What it takes to make workspaces, and to act in them. */
export interface WorkspacesOptions {
  db: Db;
  clock: Clock;
  log: Logger;
  places: WorkspacePlaces;
  rules: WorkspaceRules;
  credentials: GitCredentials;
}
