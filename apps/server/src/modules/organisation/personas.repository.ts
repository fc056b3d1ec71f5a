import type { changePersona, Persona, PersonaStatus } from "@signalbox/contract/personas";
import type { BodyOf } from "@signalbox/contract/route";
import type { Selectable } from "kysely";
import type { Queryable, Tx } from "../../platform/database/database.ts";
import { inOrderOfNames, type NamedWindow } from "../../platform/database/order-of-names.ts";
import type { OrganisationPersonas } from "../../platform/database/tables.ts";

export type PersonaRow = Selectable<OrganisationPersonas>;

/** The sort key of the list of personas. */
export type PersonaKey = [lowerName: string, id: string];

export const presentPersona = (row: PersonaRow): Persona => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  role: row.role,
  description: row.description,
  skill: row.skill,
  status: row.status,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

export const findPersona = (read: Queryable, id: string): Promise<PersonaRow | undefined> =>
  read.selectFrom("organisation_personas").where("id", "=", id).selectAll().executeTakeFirst();

/** Names by id. */
export async function findPersonaNames(
  read: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await read
    .selectFrom("organisation_personas")
    .where("id", "in", ids)
    .select(["id", "name"])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

interface Window extends NamedWindow {
  status: PersonaStatus | undefined;
}

export async function findPersonas(
  read: Queryable,
  { status, ...window }: Window,
): Promise<(PersonaRow & { lower_name: string })[]> {
  const all = read.selectFrom("organisation_personas").selectAll();
  return inOrderOfNames(status === undefined ? all : all.where("status", "=", status), window).execute();
}

/** Of personas whose slug begins so, the numbers behind it. */
export async function findNumbers(tx: Tx, base: string): Promise<number[]> {
  const rows = await tx
    .selectFrom("organisation_personas")
    .where("slug", "like", `${base}-%`)
    .select("slug")
    .execute();
  return rows.map(({ slug }) => Number(slug.slice(base.length + 1))).filter(Number.isInteger);
}

/** Undefined where another took the slug meanwhile. */
export const insertPersona = (tx: Tx, row: PersonaRow): Promise<PersonaRow | undefined> =>
  tx
    .insertInto("organisation_personas")
    .values(row)
    .onConflict((conflict) => conflict.column("slug").doNothing())
    .returningAll()
    .executeTakeFirst();

export const updatePersona = (
  tx: Tx,
  id: string,
  change: BodyOf<typeof changePersona> & { updated_at: Date },
): Promise<PersonaRow | undefined> =>
  tx.updateTable("organisation_personas").set(change).where("id", "=", id).returningAll().executeTakeFirst();
