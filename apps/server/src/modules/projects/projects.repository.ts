import { sql } from "kysely";
import { newId } from "../../kernel/ids.ts";
import type { Queryable, Tx } from "../../platform/database/database.ts";
import type { GitRemote } from "./git-remote.ts";
import { freeSlug, slugOf } from "./slug.ts";
import type { HostFacts } from "./this-host.ts";

export interface ProjectRow {
  id: string;
  host_id: string;
  name: string;
  slug: string;
  path: string | null;
  description: string;
  remote: string | null;
  remote_key: string | null;
  /** A person said what the remote is, if only that there is none. */
  remote_by_hand: boolean;
  repository_id: string | null;
  folder_key: string | null;
  created_at: Date;
}

/** The sort key of the list of projects. */
export type ProjectKey = [lowerName: string, id: string];

/** Writes down that a host is here; answers its id. */
export const upsertHost = async (tx: Tx, facts: HostFacts, at: Date): Promise<string> => {
  const { id } = await tx
    .insertInto("projects_hosts")
    .values({ id: newId(), ...facts, created_at: at, last_seen_at: at })
    .onConflict((conflict) =>
      conflict.column("key").doUpdateSet({ name: facts.name, platform: facts.platform, last_seen_at: at }),
    )
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
};

export const findProjectAt = (
  db: Queryable,
  { hostId, path }: { hostId: string; path: string },
): Promise<ProjectRow | undefined> =>
  db
    .selectFrom("projects")
    .selectAll()
    .where("host_id", "=", hostId)
    .where("path", "=", path)
    .executeTakeFirst();

/** The project that a folder was, wherever that lay; the newest where there are several. */
export const findByFolder = (
  db: Queryable,
  { hostId, key }: { hostId: string; key: string },
): Promise<ProjectRow | undefined> =>
  db
    .selectFrom("projects")
    .selectAll()
    .where("host_id", "=", hostId)
    .where("folder_key", "=", key)
    .orderBy("id", "desc")
    .executeTakeFirst();

/** Projects with a remote, those without a folder first. */
export const findByRemote = (
  db: Queryable,
  { hostId, key }: { hostId: string; key: string },
): Promise<ProjectRow | undefined> =>
  db
    .selectFrom("projects")
    .selectAll()
    .where("host_id", "=", hostId)
    .where("remote_key", "=", key)
    .orderBy(sql`path is not null`)
    .orderBy("id")
    .executeTakeFirst();

export interface NewProject {
  hostId: string;
  path: string | null;
  name: string;
  at: Date;
  description?: string;
  remote?: GitRemote | null;
  remoteByHand?: boolean;
  repositoryId?: string | null;
  folderKey?: string | null;
}

/** Inserts a project under a free slug; undefined when another was faster, with the path or with the slug. */
export const insertProject = async (tx: Tx, project: NewProject): Promise<string | undefined> => {
  const base = slugOf(project.name);
  const similar = await tx
    .selectFrom("projects")
    .select("slug")
    .where((where) => where.or([where("slug", "=", base), where("slug", "like", `${base}-%`)]))
    .execute();
  const inserted = await tx
    .insertInto("projects")
    .values({
      id: newId(),
      host_id: project.hostId,
      name: project.name,
      slug: freeSlug(base, new Set(similar.map((row) => row.slug))),
      path: project.path,
      description: project.description ?? "",
      remote: project.remote?.url ?? null,
      remote_key: project.remote?.key ?? null,
      remote_by_hand: project.remoteByHand ?? false,
      repository_id: project.repositoryId ?? null,
      folder_key: project.folderKey ?? null,
      created_at: project.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return inserted?.id;
};

export type ProjectChange = Partial<Omit<ProjectRow, "id" | "host_id" | "slug" | "created_at">>;

/** Changes a project where it lies, and who said its remote, are as they were read; false where not. */
export const updateProject = async (
  tx: Tx,
  { id, path, remote_by_hand }: Pick<ProjectRow, "id" | "path" | "remote_by_hand">,
  change: ProjectChange,
): Promise<boolean> => {
  const changed = await tx
    .updateTable("projects")
    .set(change)
    .where("id", "=", id)
    .where(sql<boolean>`path is not distinct from ${path}`)
    .where("remote_by_hand", "=", remote_by_hand)
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
};

export const getProject = (db: Queryable, id: string): Promise<ProjectRow | undefined> =>
  db.selectFrom("projects").selectAll().where("id", "=", id).executeTakeFirst();

export const namesOfProjects = async (
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  if (ids.length === 0) return new Map();
  const query = db.selectFrom("projects").select(["id", "name"]);
  const rows = await query.where(sql<boolean>`id = any(${ids}::uuid[])`).execute();
  return new Map(rows.map((row) => [row.id, row.name]));
};

/** The worktrees of repositories, as far as they are projects. */
export const findWorktrees = async (
  db: Queryable,
  repositoryIds: readonly string[],
): Promise<{ id: string; repositoryId: string }[]> => {
  if (repositoryIds.length === 0) return [];
  const query = db.selectFrom("projects").select(["id", "repository_id"]);
  const rows = await query.where(sql<boolean>`repository_id = any(${repositoryIds}::uuid[])`).execute();
  return rows.flatMap(({ id, repository_id }) =>
    repository_id === null ? [] : { id, repositoryId: repository_id },
  );
};

/** Projects by name, after a key; `sort_name` is the name as the database sorts it. */
export const listProjects = (
  db: Queryable,
  { after, limit }: { after: ProjectKey | undefined; limit: number },
): Promise<(ProjectRow & { sort_name: string })[]> => {
  const sortName = sql<string>`lower(name)`;
  const query = db.selectFrom("projects").selectAll().select(sortName.as("sort_name"));
  const page = query.orderBy(sortName).orderBy("id").limit(limit);
  const rest = after && sql<boolean>`(lower(name), id) > (${after[0]}, ${after[1]}::uuid)`;
  return (rest === undefined ? page : page.where(rest)).execute();
};
