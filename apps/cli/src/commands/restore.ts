import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { CliError, exitCodeFrom, exitCodes } from "../errors.ts";
import type { Context } from "../server/connect.ts";
import { findServer } from "../server/run-file.ts";

export function addRestore(program: Command, context: Context): void {
  program
    .command("restore")
    .description("put a backup in the place of the database; the server must be down")
    .argument("<folder>", "the backup")
    .action((folder: string) => restore(context, folder));
}

/** The server's own program does it, as it alone knows its database. */
async function restore({ config }: Context, folder: string): Promise<void> {
  if ((await findServer(config)).kind === "running")
    throw new CliError('The server is running. Stop it with "bin/signalbox down" first', exitCodes.refused);
  const child = spawn(join(config.root, config.serverLauncher), ["restore", resolve(folder)], {
    cwd: config.root,
    env: config.env,
    stdio: "inherit",
  });
  const [code] = await once(child, "exit");
  // It has said why.
  if (code !== 0) throw new CliError("", exitCodeFrom(code));
}
