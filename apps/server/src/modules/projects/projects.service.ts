import { isAbsolute } from "node:path";
import type { Page } from "@signalbox/contract/common";
import type { Project } from "@signalbox/contract/projects";
import type { Logger } from "pino";
import { z } from "zod";
import type { Clock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import type { Db } from "../../platform/database/database.ts";
import type { EventHistory } from "../../platform/events/event-history.ts";
import type { EventLog } from "../../platform/events/events.ts";
import { inFolder, patientReads } from "../../platform/files/patient-reads.ts";
import { keysetCursor, pageOfRows } from "../../platform/http/cursor.ts";
import type { Cause } from "../../platform/http/http.ts";
import type { Audit } from "../auth/index.ts";
import { findActivity } from "./activity.ts";
import { lookAtFolder } from "./look-at-folder.ts";
import { createPlaces, type Place } from "./places.ts";
import type { CountsOf, ProjectCounts } from "./ports.ts";
import { createProjectEditor, type ProjectEdit, type ProjectWish } from "./project-editor.ts";
import type { ProjectRules } from "./project-folder.ts";
import { createProjectFolders } from "./project-folders.ts";
import { createProjectWriter } from "./project-writer.ts";
import { projectErrors } from "./projects.errors.ts";
import {
  findWorktrees,
  getProject,
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
  /** @throws AppError `projects.not_found` */
  get(id: string): Promise<Project>;
  /** Names by id; ids of no project are missing. */
  namesOf(projectIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** A project, with those of its worktrees. */
  familyOf(projectId: string): Promise<readonly string[]>;
}

export interface ProjectsServiceOptions {
  db: Db;
  events: EventLog;
  audit: Pick<Audit, "record">;
  clock: Clock;
  log: Logger;
  rules: ProjectRules;
  countsOf: CountsOf;
  history: Pick<EventHistory, "search">;
  /** This machine's id; throws before the start. */
  hostId: () => string;
}

/** What the routes need besides. */
export interface ProjectsService extends ProjectsApi {
  /** @throws AppError `projects.path_…`, `projects.remote_…` */
  add(wish: ProjectWish, by: Cause): Promise<Project>;
  /** @throws AppError `projects.not_found`, `projects.nowhere`, `projects.path_…`, `projects.remote_…` */
  change(id: string, edit: ProjectEdit, by: Cause): Promise<Project>;
  list(page: { cursor?: string | undefined; limit: number }): Promise<Page<Project>>;
  /** What its agents and those of its worktrees did, the newest first. @throws AppError `projects.not_found` */
  activity(id: string, page: { cursor?: string | undefined; limit: number }): ReturnType<typeof findActivity>;
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

  const writer = createProjectWriter(options);
  const folders = createProjectFolders(writer, rules);
  const editor = createProjectEditor({ writer, folders, rules });

  const lookUp = async (cwd: string, correlationId: string): Promise<Place> => {
    const { projectPath, branch } = await patientReads.of(inFolder(cwd), () => lookAtFolder(cwd, rules));
    const projectId = projectPath === null ? null : await folders.projectAt(projectPath, correlationId);
    return { hostId: hostId(), projectId, branch };
  };

  const present = async (rows: readonly ProjectRow[]): Promise<Project[]> => {
    const ids = rows.map((row) => row.id);
    const worktrees = await findWorktrees(db.read, ids);
    const counts = await countsOf([...new Set([...ids, ...worktrees.map(({ id }) => id)])]);
    return rows.map((row) => {
      const own = worktrees.filter(({ repositoryId }) => repositoryId === row.id);
      return presentProject(
        row,
        [row, ...own].flatMap(({ id }) => counts.get(id) ?? []),
      );
    });
  };
  const get = async (id: string): Promise<Project> => {
    const row = await getProject(db.read, id);
    const [project] = row === undefined ? [] : await present([row]);
    if (project === undefined) throw projectErrors.notFound(id);
    return project;
  };

  const familyOf = async (id: string) => [
    id,
    ...(await findWorktrees(db.read, [id])).map((worktree) => worktree.id),
  ];

  return {
    hostId,
    placeOf(cwd, correlationId = newId()) {
      if (cwd === null || !isFolderPath(cwd)) return { hostId: hostId(), projectId: null, branch: null };
      return places.of(cwd, () => lookUp(cwd, correlationId));
    },
    namesOf: (ids) => namesOfProjects(db.read, ids),
    familyOf,
    get,
    async activity(id, page) {
      if ((await getProject(db.read, id)) === undefined) throw projectErrors.notFound(id);
      return findActivity(options.history, await familyOf(id), page);
    },
    add: async (wish, by) => get(await editor.add(wish, by)),
    async change(id, edit, by) {
      await editor.change(id, edit, by);
      places.forget();
      return get(id);
    },
    async list({ cursor, limit }) {
      const after = listCursor.decode(cursor);
      const rows = await listProjects(db.read, { after, limit: limit + 1 });
      const page = pageOfRows(rows, limit, (last) => listCursor.encode([last.sort_name, last.id]));
      return { ...page, items: await present(page.items) };
    },
  };
};

const presentProject = (row: ProjectRow, counts: readonly ProjectCounts[]): Project => {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const seen = counts.flatMap(({ lastSeenAt }) => lastSeenAt?.getTime() ?? []);
  return {
    id: row.id,
    hostId: row.host_id,
    name: row.name,
    slug: row.slug,
    path: row.path,
    description: row.description,
    remote: row.remote,
    remoteByHand: row.remote_by_hand,
    repositoryId: row.repository_id,
    liveAgents: sum(counts.map(({ live }) => live)),
    awaitingInput: sum(counts.map(({ awaitingInput }) => awaitingInput)),
    lastSeenAt: seen.length === 0 ? null : new Date(Math.max(...seen)).toISOString(),
    createdAt: row.created_at.toISOString(),
  };
};
