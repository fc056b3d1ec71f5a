import { projectCreated, projectDiscovered, projectUpdated } from "@signalbox/contract/projects";
import type { Clock } from "../../kernel/clock.ts";
import type { Db, Tx } from "../../platform/database/database.ts";
import { type EventLog, newEvent } from "../../platform/events/events.ts";
import type { Cause } from "../../platform/http/http.ts";
import type { Audit } from "../auth/index.ts";
import type { FolderFacts } from "./look-at-folder.ts";
import {
  findProjectAt,
  insertProject,
  type NewProject,
  type ProjectChange,
  type ProjectRow,
  updateProject,
} from "./projects.repository.ts";

export type ProjectUpdate = ProjectChange;

export interface ProjectWriterOptions {
  db: Db;
  events: EventLog;
  clock: Clock;
  audit: Pick<Audit, "record">;
  hostId(): string;
}

/** Writes projects, each with the event that tells it. */
export interface ProjectWriter extends Pick<ProjectWriterOptions, "db" | "hostId"> {
  /** Makes the project of a folder, or finds the one that somebody else made meanwhile. */
  discover(found: FolderFacts & { name: string }, correlationId: string): Promise<string>;
  /** Undefined where another project has the path. */
  create(project: Omit<NewProject, "hostId" | "at">, by: Cause): Promise<string | undefined>;
  /** False where it was changed meanwhile. What a person does is audited. */
  update(project: ProjectRow, change: ProjectUpdate, by: Cause): Promise<boolean>;
}

export const createProjectWriter = (options: ProjectWriterOptions): ProjectWriter => {
  const { db, events, clock, audit, hostId } = options;

  const record = (
    tx: Tx,
    by: Cause,
    told: { action: string; id: string; detail: Record<string, unknown> },
  ) => {
    const { action, id, detail } = told;
    if (by.actor === "system") return undefined;
    return audit.record(tx, { ...by, action, subject: { kind: "project", id }, detail });
  };
  const contextOf = (id: string, { actor, correlationId }: Cause, at: Date) => ({
    ...{ at, actor, subject: { kind: "project", id }, projectId: id, correlationId },
  });

  return {
    db,
    hostId,
    async discover({ path, key, remote, repositoryId, name }, correlationId) {
      const by = { actor: "system", correlationId };
      for (;;) {
        const at = clock.now();
        const made = await db.transaction(async (tx) => {
          const project = { hostId: hostId(), path, name, at, remote, repositoryId, folderKey: key };
          const id = await insertProject(tx, project);
          if (id !== undefined)
            events.append(tx, newEvent(projectDiscovered, contextOf(id, by, at), { name, path }));
          return id;
        });
        const id = made ?? (await findProjectAt(db.read, { hostId: hostId(), path }))?.id;
        // Neither made nor found: another project took the slug at the same moment, so another one is tried.
        if (id !== undefined) return id;
      }
    },
    create: (project, by) =>
      db.transaction(async (tx) => {
        const at = clock.now();
        const id = await insertProject(tx, { ...project, hostId: hostId(), at });
        if (id === undefined) return undefined;
        const told = { name: project.name, path: project.path, remote: project.remote?.url ?? null };
        events.append(tx, newEvent(projectCreated, contextOf(id, by, at), told));
        await record(tx, by, { action: "project.created", id, detail: told });
        return id;
      }),
    update: (project, change, by) =>
      db.transaction(async (tx) => {
        if (!(await updateProject(tx, project, change))) return false;
        const changed = wordsOf(change);
        if (changed.length === 0) return true;
        const { name = project.name, path = project.path } = change;
        const told = { name, path, changed };
        events.append(tx, newEvent(projectUpdated, contextOf(project.id, by, clock.now()), told));
        await record(tx, by, { action: "project.updated", id: project.id, detail: told });
        return true;
      }),
  };
};

type Word = "name" | "description" | "path" | "remote" | "repository";

/** What of a change is of interest to people. */
const wordsOf = (change: ProjectUpdate): Word[] => [
  ...(change.name === undefined ? [] : ["name" as const]),
  ...(change.description === undefined ? [] : ["description" as const]),
  ...(change.path === undefined ? [] : ["path" as const]),
  ...(change.remote === undefined ? [] : ["remote" as const]),
  ...(change.repository_id === undefined ? [] : ["repository" as const]),
];
