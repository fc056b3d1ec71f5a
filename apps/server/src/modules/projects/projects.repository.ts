import { sql } from "kysely";
import { newId } from "../../kernel/ids.ts";
import type { Queryable, Tx } from "../../platform/database/database.ts";
import { freeSlug, slugOf } from "./slug.ts";
import type { HostFacts } from "./this-host.ts";

export interface ProjectRow {
  id: string;
  host_id: string;
  name: string;
  slug: string;
  path: string;
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

export const findProjectId = async (
  db: Queryable,
  { hostId, path }: { hostId: string; path: string },
): Promise<string | undefined> => {
  const query = db.selectFrom("projects").select("id").where("host_id", "=", hostId);
  return (await query.where("path", "=", path).executeTakeFirst())?.id;
};

/** Inserts a project under a free slug; undefined when another was faster, with the path or with the slug. */
export const insertProject = async (
  tx: Tx,
  project: { hostId: string; path: string; name: string; at: Date },
): Promise<string | undefined> => {
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
      created_at: project.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return inserted?.id;
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
