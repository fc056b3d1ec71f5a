import type { NewAccount } from "@signalbox/contract/accounts";
import { type Selectable, sql, type Updateable } from "kysely";
import type { Queryable, Tx } from "../../platform/database/database.ts";
import type { Accounts } from "../../platform/database/tables.ts";
import type { Candidate } from "./choice.ts";

export type AccountRow = Selectable<Accounts>;
export type Backend = AccountRow["backend"];

/** Of each CLI; more than anybody looks through. */
export const mostAccounts = 200;

/**
 * What is chosen, and what became of it, is written one after the other, so that no two attempts take each other for
 * none. One lock for all CLIs: who falls back from one to another would else wait for whoever goes the other way.
 */
const useLock = 7_373_010;

export const lockUse = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(${useLock})`.execute(tx);
};

export const candidateOf = (row: AccountRow): Candidate => ({
  ...{ id: row.id, name: row.name, hostId: row.host_id, enabled: row.enabled, isDefault: row.is_default },
  ...{ limitedUntil: row.limited_until, fault: row.fault, lastUsedAt: row.last_used_at },
});

export const findAccount = (read: Queryable, id: string): Promise<AccountRow | undefined> =>
  read.selectFrom("accounts").selectAll().where("id", "=", id).executeTakeFirst();

/** Whose an account is: a CLI's, or that of one program. */
export interface Owner {
  backend: Backend;
  programId: string | null;
}

/** All of a CLI, or of a program, oldest first. */
export const findAccountsOf = (read: Queryable, { backend, programId }: Owner): Promise<AccountRow[]> =>
  read
    .selectFrom("accounts")
    .selectAll()
    .where("backend", "=", backend)
    .where("program_id", "is not distinct from", programId)
    .orderBy("id")
    .execute();

/** What accounts of a CLI are called, those of all programs together. */
export const findAccountNames = async (read: Queryable, backend: Backend): Promise<string[]> =>
  (await read.selectFrom("accounts").select("name").where("backend", "=", backend).execute()).map(
    ({ name }) => name,
  );

/** The sort key of the list of accounts; no two have the same. */
export type AccountKey = [backend: string, lowerName: string];

export function findAccounts(
  read: Queryable,
  { after, limit }: { after: AccountKey | undefined; limit: number },
): Promise<(AccountRow & { lower_name: string })[]> {
  let query = read
    .selectFrom("accounts")
    .selectAll()
    .select(sql<string>`lower(name)`.as("lower_name"))
    .orderBy("backend")
    .orderBy(sql`lower(name)`)
    .limit(limit);
  if (after !== undefined)
    query = query.where(sql<boolean>`(backend, lower(name)) > (${after[0]}, ${after[1]})`);
  return query.execute();
}

interface Added {
  id: string;
  given: Pick<NewAccount, "backend" | "kind" | "name">;
  programId: string | null;
  hostId: string | null;
  folder: string | null;
  secret: { variable: string; sealed: string; hint: string } | null;
  actor: string;
  at: Date;
}

export const insertAccount = (
  tx: Tx,
  { id, given, programId, hostId, folder, secret, actor, at }: Added,
): Promise<AccountRow> =>
  tx
    .insertInto("accounts")
    .values({
      ...{ id, backend: given.backend, name: given.name, kind: given.kind, host_id: hostId, folder },
      program_id: programId,
      ...{ variable: secret?.variable ?? null, sealed_secret: secret?.sealed ?? null },
      ...{ hint: secret?.hint ?? null, created_at: at, created_by: actor, updated_at: at, updated_by: actor },
    })
    .returningAll()
    .executeTakeFirstOrThrow();

const update = (tx: Tx, id: string, values: Updateable<Accounts>): Promise<AccountRow | undefined> =>
  tx.updateTable("accounts").set(values).where("id", "=", id).returningAll().executeTakeFirst();

interface Changed {
  name: string | undefined;
  enabled: boolean | undefined;
  secret: { sealed: string; hint: string } | undefined;
  actor: string;
  at: Date;
}

/** What is undefined stays. A new secret has met no limit and has no fault. */
export const changeAccount = (
  tx: Tx,
  id: string,
  { name, enabled, secret, actor, at }: Changed,
): Promise<AccountRow | undefined> =>
  update(tx, id, {
    ...{ updated_at: at, updated_by: actor },
    ...(name === undefined ? {} : { name }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(secret === undefined ? {} : { sealed_secret: secret.sealed, hint: secret.hint }),
    ...(secret === undefined ? {} : { ...noLimit, ...noFault }),
  });

const noLimit = { limited_until: null, limit_reason: null, limits_in_row: 0 };
const noFault = { fault: null, fault_at: null };

/** One of a CLI at most is its default. */
export async function makeDefault(
  tx: Tx,
  { id, backend, program_id }: Pick<AccountRow, "id" | "backend" | "program_id">,
  is: boolean,
) {
  await tx
    .updateTable("accounts")
    .set({ is_default: false })
    .where("backend", "=", backend)
    .where("program_id", "is not distinct from", program_id)
    .where("is_default", "=", true)
    .where((eb) => eb.or([eb.val(is), eb("id", "=", id)]))
    .execute();
  return is ? update(tx, id, { is_default: true }) : findAccount(tx, id);
}

export const deleteAccount = (tx: Tx, id: string): Promise<AccountRow | undefined> =>
  tx.deleteFrom("accounts").where("id", "=", id).returningAll().executeTakeFirst();

export const markUsed = (tx: Tx, id: string, at: Date) => update(tx, id, { last_used_at: at });

export const storeLimit = (tx: Tx, id: string, limit: { until: Date; reason: string; inRow: number }) =>
  update(tx, id, {
    ...{ limited_until: limit.until, limit_reason: limit.reason, limits_in_row: limit.inRow },
  });

export const clearLimit = (tx: Tx, id: string, by: { actor: string; at: Date }) =>
  update(tx, id, { ...noLimit, updated_at: by.at, updated_by: by.actor });

export const storeFault = (tx: Tx, id: string, fault: "authentication" | "billing", at: Date) =>
  update(tx, id, { fault, fault_at: at });

export const storeSuccess = (tx: Tx, id: string, inRow: number) =>
  update(tx, id, { ...noFault, limits_in_row: inRow });
