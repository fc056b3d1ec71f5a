import { statSync } from "node:fs";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { parentPort } from "node:worker_threads";
import { messageOf } from "../../kernel/errors.ts";

/** One question to a database file. */
export interface SqliteQuery {
  id: number;
  file: string;
  sql: string;
  values: SQLInputValue[];
}

/** Its rows, as far as they fit into one message; or why there are none. */
export type SqliteAnswer =
  | { id: number; rows: Record<string, unknown>[]; more: boolean }
  | { id: number; fault: string };

/** Whoever writes has the file for some milliseconds. */
const busyMs = 250;
const mostAtOnce = 4 * 1024 * 1024;
/** More files than this are not kept open: the one that was opened first goes. */
const mostOpen = 4;

interface Opened {
  path: string;
  /** Which file it is: another one may take its place under the same name. */
  file: string;
  db: DatabaseSync;
  statements: Map<string, StatementSync>;
}

const opened = new Map<string, Opened>();

function openedAt(path: string): Opened {
  const found = statSync(path);
  if (!found.isFile()) throw new Error(`${path} is no file`);
  const file = `${found.dev} ${found.ino}`;
  const known = opened.get(path);
  if (known?.file === file) return known;
  close(path);
  for (const oldest of [...opened.keys()].slice(0, Math.max(0, opened.size + 1 - mostOpen))) close(oldest);
  const db = new DatabaseSync(path, { readOnly: true, timeout: busyMs, allowExtension: false });
  // What is in the file is another's: its views call no functions of ours.
  db.exec("pragma trusted_schema = off");
  const now = { path, file, db, statements: new Map<string, StatementSync>() };
  opened.set(path, now);
  return now;
}

function close(path: string): void {
  opened.get(path)?.db.close();
  opened.delete(path);
}

function statementOf({ db, statements }: Opened, sql: string): StatementSync {
  const statement = statements.get(sql) ?? db.prepare(sql);
  statements.set(sql, statement);
  return statement;
}

/** What has no page of its own is a view, or a table that a module of SQLite makes up. */
const notPlain = "select name from sqlite_schema where type in ('table', 'view') and rootpage = 0";

/**
 * Nothing of a question may be a view: what is behind it is another's query, which may never end, and nothing ends it.
 * @throws where a name in the question is one
 */
function refuseViews(store: Opened, sql: string): void {
  const names = new Set(sql.toLowerCase().match(/\w+/g));
  const found = statementOf(store, notPlain)
    .all()
    .map(({ name }) => String(name));
  const view = found.find((name) => names.has(name.toLowerCase()));
  if (view !== undefined) throw new Error(`${view} in ${store.path} is no plain table`);
}

const sizeOf = (row: Record<string, unknown>): number =>
  Object.values(row).reduce<number>(
    (size, value) => size + (typeof value === "string" ? value.length : 8),
    0,
  );

function answerTo({ id, file, sql, values }: SqliteQuery): SqliteAnswer {
  try {
    const rows: Record<string, unknown>[] = [];
    let size = 0;
    const store = openedAt(file);
    refuseViews(store, sql);
    for (const row of statementOf(store, sql).iterate(...values)) {
      rows.push({ ...row });
      size += sizeOf(row);
      // Leaving the loop ends the read: the writer's own checkpoints wait for nobody.
      if (size > mostAtOnce) return { id, rows, more: true };
    }
    return { id, rows, more: false };
  } catch (error) {
    close(file);
    return { id, fault: messageOf(error) };
  }
}

parentPort?.on("message", (query: SqliteQuery) => parentPort?.postMessage(answerTo(query)));
