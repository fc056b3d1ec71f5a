import type { Program, ProgramContent } from "@signalbox/contract/programs";
import { type Selectable, sql } from "kysely";
import { z } from "zod";
import type { Queryable, Tx } from "../../platform/database/database.ts";
import type { Programs } from "../../platform/database/tables.ts";

export type ProgramRow = Selectable<Programs>;

/** More than anybody chooses among. */
export const mostPrograms = 200;

const Arguments = z.array(z.string());

export const presentProgram = (row: ProgramRow): Program => ({
  ...{ id: row.id, name: row.name, command: row.command, args: Arguments.parse(row.args) },
  ...{ speaks: row.speaks, resultFile: row.result_file },
  ...{ createdAt: row.created_at.toISOString(), updatedAt: row.updated_at.toISOString() },
});

/** The sort key of the list; no two have the same. */
export type ProgramKey = [lowerName: string];

export function findPrograms(
  read: Queryable,
  { after, limit }: { after: ProgramKey | undefined; limit: number },
): Promise<(ProgramRow & { lower_name: string })[]> {
  let query = read
    .selectFrom("programs")
    .selectAll()
    .select(sql<string>`lower(name)`.as("lower_name"))
    .orderBy(sql`lower(name)`)
    .limit(limit);
  if (after !== undefined) query = query.where(sql<boolean>`lower(name) > ${after[0]}`);
  return query.execute();
}

export const findProgram = (read: Queryable, id: string): Promise<ProgramRow | undefined> =>
  read.selectFrom("programs").where("id", "=", id).selectAll().executeTakeFirst();

/** No two are added at once: more than there may be would come of it. */
export const lockPrograms = (tx: Tx) => sql`lock table programs in share row exclusive mode`.execute(tx);

export const countPrograms = async (tx: Tx): Promise<number> => {
  const { count } = await tx
    .selectFrom("programs")
    .select(({ fn }) => fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
};

interface Written {
  id: string;
  content: ProgramContent;
  actor: string;
  at: Date;
}

const columnsOf = ({ content: { name, command, args, speaks, resultFile }, actor, at }: Written) => ({
  ...{ name, command, args: JSON.stringify(args), speaks, result_file: resultFile },
  ...{ updated_at: at, updated_by: actor },
});

export const insertProgram = (tx: Tx, written: Written): Promise<ProgramRow> =>
  tx
    .insertInto("programs")
    .values({
      ...{ id: written.id, ...columnsOf(written) },
      ...{ created_at: written.at, created_by: written.actor },
    })
    .returningAll()
    .executeTakeFirstOrThrow();

export const updateProgram = (tx: Tx, written: Written): Promise<ProgramRow | undefined> =>
  tx
    .updateTable("programs")
    .set(columnsOf(written))
    .where("id", "=", written.id)
    .returningAll()
    .executeTakeFirst();

export const deleteProgram = (tx: Tx, id: string): Promise<ProgramRow | undefined> =>
  tx.deleteFrom("programs").where("id", "=", id).returningAll().executeTakeFirst();
