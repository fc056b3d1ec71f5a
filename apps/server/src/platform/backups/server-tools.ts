import { AppError } from "../../kernel/errors.ts";
import { findProgram, runProgram } from "../processes/run-program.ts";
import { encryptionOf } from "./server-encryption.ts";

const limitMs = 6 * 3_600_000;

export interface ToolMeans {
  url: string;
  /** Where programs are looked for. */
  path: string;
  signal?: AbortSignal;
}

/** Runs one of PostgreSQL's own programs against a database. */
export async function runTool(
  name: "pg_dump" | "pg_restore",
  args: readonly string[],
  { url, path, signal }: ToolMeans,
): Promise<void> {
  const file = await findProgram(name, path);
  if (file === null)
    throw new AppError(
      "invalid",
      "backups.no_tool",
      `${name} is not installed on this machine: install PostgreSQL's client programs (postgresql-client)`,
    );
  const env = { PATH: path, ...connectionOf(url) };
  const result = await runProgram({
    ...{ file, args, env, timeoutMs: limitMs },
    ...(signal === undefined ? {} : { signal }),
  });
  signal?.throwIfAborted();
  if (result.code !== 0)
    throw new AppError("unavailable", "backups.tool_failed", `${name} failed: ${result.stderr.trim()}`);
}

/** In variables, as a command line is there for everyone to see. What stands in the query goes before the rest. */
export function connectionOf(url: string): Record<string, string> {
  const { hostname, port, username, password, searchParams } = new URL(url);
  const query = Object.fromEntries(searchParams);
  const given: [string, string | undefined][] = [
    // An address of IPv6 stands in brackets in a URL alone.
    ["PGHOST", query.host || decodeURIComponent(hostname.replace(/^\[(.*)\]$/, "$1"))],
    ["PGPORT", query.port || port],
    ["PGUSER", query.user || decodeURIComponent(username)],
    ["PGPASSWORD", query.password || decodeURIComponent(password)],
    ["PGDATABASE", databaseOf(url)],
    ...Object.entries(encryptionOf(query)),
  ];
  return Object.fromEntries(given.flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

/** As the driver reads it. */
const databaseOf = (url: string): string => decodeURI(new URL(url).pathname.slice(1));

/** Names the database for `--dbname`, which takes a name with `=` in it for more than that. */
export const databaseArgument = (url: string): string =>
  `--dbname=dbname='${databaseOf(url).replace(/[\\']/g, "\\$&")}'`;
