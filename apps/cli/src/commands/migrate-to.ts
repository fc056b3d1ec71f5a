import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Command } from "commander";
import { CliError, exitCodeFrom, exitCodes } from "../errors.ts";
import type { Context } from "../server/connect.ts";
import { findServer } from "../server/run-file.ts";

export function addMigrateTo(program: Command, context: Context): void {
  program
    .command("migrate-to")
    .description("move the embedded database to an empty one on a PostgreSQL server; Signalbox must be down")
    .argument(
      "[url]",
      "postgres://user:password@host:port/database; better is DATABASE_URL, which no list of processes shows",
    )
    .action((url: string | undefined) => migrateTo(context, url));
}

/** The server's own program does it, as it alone knows its database. */
async function migrateTo({ config, io }: Context, url: string | undefined): Promise<void> {
  const env = environmentFor(config.env, url);
  if ((await findServer(config)).kind === "running")
    throw new CliError('The server is running. Stop it with "bin/signalbox down" first', exitCodes.refused);
  const child = spawn(join(config.root, config.serverLauncher), ["migrate-to"], {
    cwd: config.root,
    env,
    stdio: "inherit",
  });
  // It ends in order, and says how to go on.
  io.stopSignal().addEventListener("abort", () => child.kill("SIGTERM"));
  const [code] = await once(child, "exit");
  // It has said why.
  if (code !== 0) throw new CliError("", exitCodeFrom(code));
}

/** The URL has a password in it: it is told to nobody, and stands in no argument of ours. */
function environmentFor(env: NodeJS.ProcessEnv, url: string | undefined): NodeJS.ProcessEnv {
  const isSet = Boolean(env.DATABASE_URL || env.DATABASE_URL_FILE);
  if (url === undefined && isSet) return env;
  if (url === undefined) throw wrong("Say where to, with DATABASE_URL or as an argument");
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url))
    throw wrong("The target must be postgres://user:password@host:port/database");
  if (isSet && url !== env.DATABASE_URL)
    throw wrong(
      "DATABASE_URL is set, and names another database than the command does: leave one of them out",
    );
  return { ...env, DATABASE_URL: url };
}

const wrong = (words: string): CliError =>
  new CliError(`${words}. See "bin/signalbox migrate-to --help"`, exitCodes.usage);
