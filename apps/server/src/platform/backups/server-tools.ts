import { AppError } from "../../kernel/errors.ts";
import { findProgram, runProgram } from "../processes/run-program.ts";

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

/** What PostgreSQL's programs call the parameters of a URL. */
const parameters = {
  host: "PGHOST",
  port: "PGPORT",
  sslmode: "PGSSLMODE",
  sslcert: "PGSSLCERT",
  sslkey: "PGSSLKEY",
  sslrootcert: "PGSSLROOTCERT",
};

/** In variables, as a command line is there for everyone to see. */
export function connectionOf(url: string): Record<string, string> {
  const { hostname, port, username, password, searchParams } = new URL(url);
  const given: [string, string | null][] = [
    // An address of IPv6 stands in brackets in a URL alone.
    ["PGHOST", hostname.replace(/^\[(.*)\]$/, "$1")],
    ["PGPORT", port],
    ["PGUSER", decodeURIComponent(username)],
    ["PGPASSWORD", decodeURIComponent(password)],
    ["PGDATABASE", databaseOf(url)],
    ...Object.entries(parameters).map(([ours, theirs]): [string, string | null] => [
      theirs,
      searchParams.get(ours),
    ]),
  ];
  // The driver's own word.
  if (searchParams.get("sslmode") === "no-verify") given.push(["PGSSLMODE", "require"]);
  return Object.fromEntries(given.flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

/** As the driver reads it. */
const databaseOf = (url: string): string => decodeURI(new URL(url).pathname.slice(1));

/** Names the database for `--dbname`, which takes a name with `=` in it for more than that. */
export const databaseArgument = (url: string): string =>
  `--dbname=dbname='${databaseOf(url).replace(/[\\']/g, "\\$&")}'`;
