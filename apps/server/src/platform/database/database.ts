import type { Kysely, Transaction } from "kysely";
import type { Tables } from "./tables.ts";

declare const transactional: unique symbol;

/** For reading only: what may be asked of the outer handle, and of a transaction too. */
export type Queryable = Pick<
  Kysely<Tables>,
  "selectFrom" | "selectNoFrom" | "with" | "withRecursive" | "fn" | "getExecutor"
>;

/** For writing: obtained from `Db.transaction` alone, so that forgetting the transaction does not compile. */
export type Tx = Transaction<Tables> & { readonly [transactional]: true };

/** One prepared statement of a batch: same `name`, same `text`. */
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
  close(): Promise<void>;
}

/** Runs `step` as the last thing before the commit of `tx`; steps run in the order they were given. */
export declare function beforeCommit(tx: Tx, step: () => Promise<void>): void;
/** Runs `step` once the transaction is durable; never when it was rolled back. */
export declare function afterCommit(tx: Tx, step: () => void): void;
