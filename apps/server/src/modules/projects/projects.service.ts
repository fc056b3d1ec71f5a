import { basename, isAbsolute } from "node:path";
import type { Page } from "@signalbox/contract/common";
import { type Project, projectDiscovered } from "@signalbox/contract/projects";
import type { Logger } from "pino";
import { z } from "zod";
import type { Clock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import type { Db } from "../../platform/database/database.ts";
import { type EventLog, newEvent } from "../../platform/events/events.ts";
import { keysetCursor, pageOfRows } from "../../platform/http/cursor.ts";
import { lookAtFolder } from "./look-at-folder.ts";
import { createPlaces, type Place } from "./places.ts";
import type { CountsOf, ProjectCounts } from "./ports.ts";
import type { ProjectRules } from "./project-folder.ts";
import { projectErrors } from "./projects.errors.ts";
import {
  findProjectId,
  getProject,
  insertProject,
  listProjects,
  namesOfProjects,
  type ProjectRow,
} from "./projects.repository.ts";

/** What other modules may ask of projects. */
export interface ProjectsApi {
  /** This machine, once started. */
  hostId(): string;
  /**
   * Where work in a folder belongs: at once from memory, which keeps itself fresh behind the answer, else looked
   * up; a project that is new is made. Not to be called inside a transaction.
   */
  placeOf(cwd: string | null, correlationId?: string): Place | Promise<Place>;
  /** Names by id; ids of no project are missing. */
  namesOf(projectIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export interface ProjectsServiceOptions {
  db: Db;
  events: EventLog;
  clock: Clock;
  log: Logger;
  rules: ProjectRules;
  countsOf: CountsOf;
  /** This machine's id; throws before the start. */
  hostId: () => string;
}

/** What the routes need besides. */
export interface ProjectsService extends ProjectsApi {
  get(id: string): Promise<Project>;
  list(page: { cursor?: string | undefined; limit: number }): Promise<Page<Project>>;
}

/** In bytes. What is longer is no folder anybody works in, and would not fit into the index of paths. */
const longestPath = 2_048;

const isFolderPath = (cwd: string): boolean => isAbsolute(cwd) && Buffer.byteLength(cwd) <= longestPath;

const listCursor = keysetCursor("projects", z.tuple([z.string().regex(/^[^\0]*$/), z.uuid()]));

export const createProjectsService = (options: ProjectsServiceOptions): ProjectsService => {
  const { db, clock, log, rules, hostId, countsOf } = options;
  const places = createPlaces({
    clock,
    freshMs: 5_000,
    keptMs: 60_000,
    capacity: 1_000,
    onLookupFailed: (error) => log.warn({ err: error }, "a folder could not be looked at"),
  });

  const projectAt = async (path: string, correlationId: string): Promise<string> => {
    const known = await findProjectId(db.read, { hostId: hostId(), path });
    return known ?? (await discoverProject(options, path, correlationId));
  };

  const lookUp = async (cwd: string, correlationId: string): Promise<Place> => {
    const { projectPath, branch } = await lookAtFolder(cwd, rules);
    const projectId = projectPath === null ? null : await projectAt(projectPath, correlationId);
    return { hostId: hostId(), projectId, branch };
  };

  const present = async (rows: readonly ProjectRow[]): Promise<Project[]> => {
    const counts = await countsOf(rows.map((row) => row.id));
    return rows.map((row) => presentProject(row, counts.get(row.id)));
  };

  return {
    hostId,
    placeOf(cwd, correlationId = newId()) {
      if (cwd === null || !isFolderPath(cwd)) return { hostId: hostId(), projectId: null, branch: null };
      return places.of(cwd, () => lookUp(cwd, correlationId));
    },
    namesOf: (ids) => namesOfProjects(db.read, ids),
    async get(id) {
      const row = await getProject(db.read, id);
      const [project] = row === undefined ? [] : await present([row]);
      if (project === undefined) throw projectErrors.notFound(id);
      return project;
    },
    async list({ cursor, limit }) {
      const after = listCursor.decode(cursor);
      const rows = await listProjects(db.read, { after, limit: limit + 1 });
      const page = pageOfRows(rows, limit, (last) => listCursor.encode([last.sort_name, last.id]));
      return { ...page, items: await present(page.items) };
    },
  };
};

/** Makes the project of a folder, or finds the one that somebody else made meanwhile. */
const discoverProject = async (
  { db, events, clock, hostId }: ProjectsServiceOptions,
  path: string,
  correlationId: string,
): Promise<string> => {
  const name = basename(path) || path;
  for (;;) {
    const at = clock.now();
    const made = await db.transaction(async (tx) => {
      const id = await insertProject(tx, { hostId: hostId(), path, name, at });
      if (id === undefined) return undefined;
      const context = { at, actor: "system", subject: { kind: "project", id }, projectId: id, correlationId };
      events.append(tx, newEvent(projectDiscovered, context, { name, path }));
      return id;
    });
    const id = made ?? (await findProjectId(db.read, { hostId: hostId(), path }));
    // Neither made nor found: another project took the slug at the same moment, so another one is tried.
    if (id !== undefined) return id;
  }
};

const presentProject = (row: ProjectRow, counts: ProjectCounts | undefined): Project => ({
  id: row.id,
  hostId: row.host_id,
  name: row.name,
  slug: row.slug,
  path: row.path,
  liveAgents: counts?.live ?? 0,
  awaitingInput: counts?.awaitingInput ?? 0,
  lastSeenAt: counts?.lastSeenAt?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
});
