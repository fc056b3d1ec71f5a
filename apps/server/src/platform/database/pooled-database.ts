import { Kysely, PostgresDialect, sql } from "kysely";
import type { Pool, PoolClient } from "pg";
import { rethrowTranslated } from "./connection-faults.ts";
import { type OpenDatabase, type Queryable, type Statement, stepsOf, type Tx } from "./database.ts";
import { insideTransaction, refusalInsideTransaction } from "./guarded-pool.ts";
import type { Tables } from "./tables.ts";

/**
 * `Db` over pools of either engine; whoever made the pools ends them. Batches have a connection of their own: their
 * statements are large, and would be prepared on each connection that ever carried one.
 */
export function pooledDatabase({
  pool,
  batches,
}: {
  pool: Pool;
  batches: Pool;
}): Omit<OpenDatabase, "close" | "pool" | "state"> {
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    read: kysely,
    readWithin: (limitMs, work) => readWithin(kysely, limitMs, work),
    transaction: (work) => transact(kysely, work),
    batch: (statements) => runBatch(batches, statements),
    write: async (statement) => (await runBatch(pool, [statement])).flat(),
    writeBuilt: async (build) => (await kysely.executeQuery(build(kysely)).catch(rethrowTranslated)).rows,
  };
}

async function transact<T>(kysely: Kysely<Tables>, work: (tx: Tx) => Promise<T>): Promise<T> {
  const refusal = refusalInsideTransaction();
  if (refusal) throw refusal;
  let first: { thrown: unknown } | undefined;
  let after: (() => void)[] = [];
  const result = await kysely
    .transaction()
    .execute((transaction) =>
      insideTransaction(async () => {
        const tx = transaction as Tx;
        try {
          const value = await work(tx);
          const steps = stepsOf(tx);
          for (const step of steps.before) await step();
          after = steps.after;
          return value;
        } catch (thrown) {
          first = { thrown };
          throw thrown;
        }
      }),
    )
    // On a dead connection the rollback fails too, and would hide why.
    .catch((thrown: unknown) => rethrowTranslated(first ? first.thrown : thrown));
  for (const step of after) step();
  return result;
}

async function readWithin<T>(
  kysely: Kysely<Tables>,
  limitMs: number,
  work: (db: Queryable) => Promise<T>,
): Promise<T> {
  const refusal = refusalInsideTransaction();
  if (refusal) throw refusal;
  return kysely
    .transaction()
    .setAccessMode("read only")
    .execute((transaction) =>
      insideTransaction(async () => {
        await sql`select set_config('statement_timeout', ${String(limitMs)}, true)`.execute(transaction);
        return work(transaction);
      }),
    )
    .catch(rethrowTranslated);
}

async function runBatch(pool: Pool, statements: readonly Statement[]): Promise<Record<string, unknown>[][]> {
  const client = await pool.connect();
  let broken = true;
  try {
    const rows = await pipe(client, statements);
    broken = false;
    return rows;
  } catch (thrown) {
    // After an error of SQL the COMMIT has rolled back, and the connection is as good as before.
    broken = !isSqlError(thrown);
    return rethrowTranslated(thrown);
  } finally {
    client.release(broken);
  }
}

/**
 * Writes BEGIN, the statements and COMMIT in one turn; they reach the engine as one message. A statement alone is a
 * transaction by itself.
 */
async function pipe(
  client: PoolClient,
  statements: readonly Statement[],
): Promise<Record<string, unknown>[][]> {
  const [alone, ...others] = statements;
  if (alone !== undefined && others.length === 0)
    return [(await client.query<Record<string, unknown>>(alone)).rows];
  const answers = await Promise.allSettled([
    client.query("begin"),
    ...statements.map((statement) => client.query<Record<string, unknown>>(statement)),
    client.query("commit"),
  ]);
  for (const answer of answers) if (answer.status === "rejected") throw answer.reason;
  return answers.slice(1, -1).map((answer) => (answer.status === "fulfilled" ? answer.value.rows : []));
}

const isSqlError = (thrown: unknown): boolean =>
  thrown instanceof Error && "severity" in thrown && thrown.severity === "ERROR";
