import { realpath, stat } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { newId } from "../../kernel/ids.ts";
import { isUniqueViolation } from "../../platform/database/errors.ts";
import { inFolder, patientReads } from "../../platform/files/patient-reads.ts";
import type { Cause } from "../../platform/http/http.ts";
import { type GitRemote, nameOfRemote, readRemote } from "./git-remote.ts";
import { lookAtProject, projectFolderOf } from "./look-at-folder.ts";
import type { ProjectRules } from "./project-folder.ts";
import { nameOfFolder, type ProjectFolders } from "./project-folders.ts";
import type { ProjectUpdate, ProjectWriter } from "./project-writer.ts";
import { projectErrors } from "./projects.errors.ts";
import { findByRemote, findProjectAt, getProject, type ProjectRow } from "./projects.repository.ts";

export interface ProjectWish {
  path?: string | undefined;
  remote?: string | undefined;
  name?: string | undefined;
  description: string;
}

export interface ProjectEdit {
  path?: string | undefined;
  remote?: string | null | undefined;
  /** False gives the remote back: it is what the folder tells, once that is there to be read. */
  remoteByHand?: false | undefined;
  name?: string | undefined;
  description?: string | undefined;
}

/** Projects by hand. */
export interface ProjectEditor {
  /** Answers the new project's id. @throws AppError `projects.path_…`, `projects.remote_…` */
  add(wish: ProjectWish, by: Cause): Promise<string>;
  /** @throws AppError `projects.not_found`, `projects.nowhere`, `projects.path_…`, `projects.remote_…` */
  change(id: string, edit: ProjectEdit, by: Cause): Promise<void>;
}

interface Means {
  writer: ProjectWriter;
  folders: ProjectFolders;
  rules: ProjectRules;
}

export const createProjectEditor = (means: Means): ProjectEditor => {
  const { writer } = means;
  const placing = new Placing(means);
  const change: ProjectEditor["change"] = async (id, edit, by) => {
    for (;;) {
      const project = await getProject(writer.db.read, id);
      if (project === undefined) throw projectErrors.notFound(id);
      const change = await placing.changeOf(project, edit);
      if (Object.keys(change).length === 0) return;
      const done = await writer.update(project, change, by).catch(async (error: unknown) => {
        if (!isUniqueViolation(error) || typeof change.path !== "string") throw error;
        await placing.refuseTaken(change.path, id);
        return false;
      });
      if (done) return;
    }
  };
  return {
    async add(wish, by) {
      const waiting = await placing.waiting(wish, by);
      if (waiting !== null) {
        const { path, name, description } = wish;
        await change(waiting, { path, name, ...(description === "" ? {} : { description }) }, by);
        return waiting;
      }
      const place = await placing.wished(wish, by);
      for (;;) {
        const id = await writer.create({ ...place, description: wish.description }, by);
        if (id !== undefined) return id;
        // Another one was faster: with the path, or only with the slug, of which there are more.
        if (place.path !== null) await placing.refuseTaken(place.path);
        else if (place.remote !== null) await placing.refuseKnown(place.remote);
      }
    },
    change,
  };
};

/** Says where a project may be, and where it may not. */
class Placing {
  readonly #means: Means;

  constructor(means: Means) {
    this.#means = means;
  }

  async refuseTaken(path: string, but?: string): Promise<void> {
    const { db, hostId } = this.#means.writer;
    const other = await findProjectAt(db.read, { hostId: hostId(), path });
    if (other !== undefined && other.id !== but) throw projectErrors.pathTaken(path, other);
  }

  async #freeFolder(given: string, but?: string): Promise<string> {
    const path = await folderAt(given);
    await this.refuseTaken(path, but);
    const owner = await projectFolderOf(path, this.#means.rules);
    if (owner === null) throw projectErrors.pathNoProject(path);
    if (owner !== path) throw projectErrors.pathInside(path, owner);
    return path;
  }

  /** Clones of one repository may be several projects; without a folder it would only be the same again. */
  async refuseKnown(remote: GitRemote): Promise<void> {
    const { db, hostId } = this.#means.writer;
    const other = await findByRemote(db.read, { hostId: hostId(), key: remote.key });
    if (other !== undefined) throw projectErrors.remoteTaken(remote.url, other);
  }

  /** The project that was added by the remote of this folder, and waits for it. */
  async waiting({ path: given }: ProjectWish, by: Cause): Promise<string | null> {
    if (given === undefined) return null;
    const path = await this.#freeFolder(given);
    const facts = await this.#means.folders.facts(path, by.correlationId);
    return (await this.#means.folders.waitingFor(facts))?.id ?? null;
  }

  async wished(wish: ProjectWish, by: Cause) {
    const remote = wish.remote === undefined ? null : remoteOf(wish.remote);
    if (wish.path === undefined) {
      if (remote !== null) await this.refuseKnown(remote);
      return {
        path: null,
        remote,
        remoteByHand: true,
        name: wish.name ?? (remote && nameOfRemote(remote)) ?? "project",
      };
    }
    const { folders } = this.#means;
    const path = await this.#freeFolder(wish.path);
    const facts = await folders.facts(path, by.correlationId);
    if (await folders.isKnownByOther(facts)) {
      await folders.projectAt(path, by.correlationId);
      await this.refuseTaken(path);
    }
    const { key, repositoryId, remote: own } = facts;
    return {
      ...{ path, remote: remote ?? own, name: wish.name ?? nameOfFolder(path) },
      ...{ repositoryId, folderKey: key, remoteByHand: remote !== null },
    };
  }

  async changeOf(project: ProjectRow, edit: ProjectEdit): Promise<ProjectUpdate> {
    const { name, description } = edit;
    const change: ProjectUpdate = await this.#moveOf(project, edit.path);
    if (name !== undefined && name !== project.name) change.name = name;
    if (description !== undefined && description !== project.description) change.description = description;
    return { ...change, ...(await this.#remoteChangeOf(project, edit, change.path ?? project.path)) };
  }

  async #remoteChangeOf(
    project: ProjectRow,
    { remote: given, remoteByHand }: ProjectEdit,
    path: string | null,
  ): Promise<ProjectUpdate> {
    if (given !== undefined) {
      const remote = given === null ? null : remoteOf(given);
      if (remote === null && path === null) throw projectErrors.nowhere();
      return { ...otherRemote(project, remote), ...(project.remote_by_hand ? {} : { remote_by_hand: true }) };
    }
    if (remoteByHand === undefined) return {};
    const givenBack: ProjectUpdate = project.remote_by_hand ? { remote_by_hand: false } : {};
    // Without a folder nobody else tells of one: it stays until a clone is seen, or the folder is read again.
    const told = path === null ? null : await this.#toldBy(path);
    return told === null ? givenBack : { ...otherRemote(project, told.remote), ...givenBack };
  }

  /** What a folder tells of its remote; null where it is not there, or does not answer. */
  async #toldBy(path: string): Promise<{ remote: GitRemote | null } | null> {
    const look = async () => {
      const { remote } = await lookAtProject(path, this.#means.rules);
      // Behind the look: a folder that went away meanwhile has told nothing.
      return (await stat(path)).isDirectory() ? { remote } : null;
    };
    return await patientReads.of(inFolder(path), look).catch(() => null);
  }

  async #moveOf(project: ProjectRow, wanted: string | undefined): Promise<ProjectUpdate> {
    if (wanted === undefined) return {};
    const path = await this.#freeFolder(wanted, project.id);
    if (path === project.path) return {};
    const { key, repositoryId } = await this.#means.folders.facts(path, newId());
    const isOther = repositoryId !== project.repository_id && repositoryId !== project.id;
    return { path, folder_key: key, ...(isOther ? { repository_id: repositoryId } : {}) };
  }
}

const otherRemote = ({ remote: before }: ProjectRow, remote: GitRemote | null): ProjectUpdate =>
  (remote?.url ?? null) === before ? {} : { remote: remote?.url ?? null, remote_key: remote?.key ?? null };

/** A folder as work in it is told: by its real path. */
async function folderAt(path: string): Promise<string> {
  if (!isAbsolute(path)) throw projectErrors.pathRelative(path);
  const real = await patientReads.of(path, () => realpath(path)).catch(() => null);
  const found = real === null ? null : await patientReads.of(real, () => stat(real)).catch(() => null);
  if (real === null || found?.isDirectory() !== true) throw projectErrors.pathMissing(path);
  return real;
}

function remoteOf(text: string): GitRemote {
  const remote = readRemote(text);
  if (remote === null) throw projectErrors.remoteInvalid();
  return remote;
}
