import type { Logger } from "pino";
import type { Clock } from "../../../kernel/clock.ts";
import type { Db } from "../../../platform/database/database.ts";
import type { Bell } from "../../liveness/index.ts";
import type { ProgramsApi } from "../../programs/index.ts";
import type { WorkspacesApi } from "../../workspaces/index.ts";
import type { Tellers } from "../tell-bot.ts";
import type { BotWriter } from "../write-bot.ts";

/** What bots need of projects, to find the repository of one. */
export interface RepositoryPlaces {
  hostId(): string;
  /** @throws AppError `projects.not_found` */
  project(id: string): Promise<{ path: string | null; hostId: string; remote: string | null }>;
}

/** What it takes to read bots from repositories. */
export interface FilesOptions extends Tellers {
  db: Db;
  clock: Clock;
  log: Logger;
  places: RepositoryPlaces;
  repositories: Pick<WorkspacesApi, "branchFiles">;
  programs: Pick<ProgramsApi, "names">;
  writer: BotWriter;
  bell: Bell;
}
