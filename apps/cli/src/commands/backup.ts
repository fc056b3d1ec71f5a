import { startBackup } from "@signalbox/contract/upkeep";
import type { Command } from "commander";
import { type Context, connect } from "../server/connect.ts";
import { waitForJob } from "../server/wait-for-job.ts";
import { cleanJson } from "../text/clean.ts";

export function addBackup(program: Command, context: Context): void {
  program
    .command("backup")
    .description("copy the database while it is in use, verify the copy, and print where it is")
    .option("--json", "print JSON")
    .action(async (options: { json?: boolean }) => {
      const client = await connect(context);
      const { jobId } = await client.call(startBackup);
      const { result } = await waitForJob(client, context.io, jobId);
      context.io.out(options.json ? cleanJson(result, 2) : pathIn(result));
    });
}

const pathIn = (result: unknown): string =>
  typeof result === "object" && result !== null && "path" in result ? String(result.path) : "";
