import type { Compilable, Kysely, Transaction } from "kysely";
import type { Pool } from "pg";
import type { Tables } from "./tables.ts";

declare const transactional: unique symbol;

/** For reading only: what may be asked of the outer handle, and of a transaction too. */
export type Queryable = Pick<
  Kysely<Tables>,
  "selectFrom" | "selectNoFrom" | "with" | "withRecursive" | "fn" | "getExecutor"
>;

/** For writing in several steps: obtained from `Db.transaction` alone, so that forgetting the transaction does not compile. */
export type Tx = Transaction<Tables> & { readonly [transactional]: true };

/** A statement that is prepared once: same `name`, same `text`. */
export interface Statement {
  name: string;
  text: string;
  values: unknown[];
}

/** A database of either engine behind node-postgres. */
export interface Db {
  /** Reads outside a transaction. Inside one it fails at once: use the `Tx`. */
  readonly read: Queryable;
  /** Runs `work` in one transaction; commits when it resolves, rolls back when it throws. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Sends all statements piped in one transaction, commits, and answers their rows in order. */
  batch(statements: readonly Statement[]): Promise<Record<string, unknown>[][]>;
  /**
   * Runs one statement, a transaction by itself, and answers its rows. Where one statement can say it, it is better
   * than `transaction`, which keeps the embedded engine from all others for some rounds.
   */
  write(statement: Statement): Promise<Record<string, unknown>[]>;
  /** The same, for a statement that is built anew each time. */
  writeBuilt<T>(build: (tables: Kysely<Tables>) => Compilable<T>): Promise<T[]>;
  close(): Promise<void>;
}

/** A `Db` with what the platform itself needs besides: migrations, libraries that take a pool. */
export interface OpenDatabase extends Db {
  readonly pool: Pool;
  /**
   * Reads what a person asks for at will: it can't write, and on a server each statement ends after `limitMs`. The
   * embedded engine can't be interrupted: what it is asked must be bounded by itself.
   */
  readWithin<T>(limitMs: number, work: (db: Queryable) => Promise<T>): Promise<T>;
  /**
   * How the engine is: `recovering` while it is started again, `failing` when that failed too often and is tried
   * seldom, `full` while its disk has no room for another write, `read_only` while its files may not be written.
   */
  state(): DatabaseState;
}

export type DatabaseState = "ready" | "full" | "read_only" | "recovering" | "failing" | "closed";

interface Steps {
  before: (() => Promise<void>)[];
  after: (() => void)[];
}

const stepsByTransaction = new WeakMap<object, Steps>();

/** The steps given for a transaction so far. */
export function stepsOf(tx: object): Steps {
  const known = stepsByTransaction.get(tx);
  if (known) return known;
  const steps: Steps = { before: [], after: [] };
  stepsByTransaction.set(tx, steps);
  return steps;
}

/** Runs `step` as the last thing before the commit of `tx`; steps run in the order they were given. */
export function beforeCommit(tx: Tx, step: () => Promise<void>): void {
  stepsOf(tx).before.push(step);
}

/** Runs `step` once the transaction is durable; never when it was rolled back. It must not throw. */
export function afterCommit(tx: Tx, step: () => void): void {
  stepsOf(tx).after.push(step);
}
