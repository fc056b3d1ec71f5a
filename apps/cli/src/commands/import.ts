import { startImport } from "@signalbox/contract/imports";
import { type Command, InvalidArgumentError } from "commander";
import { type Context, connect } from "../server/connect.ts";
import { waitForJob } from "../server/wait-for-job.ts";
import { cleanJson } from "../text/clean.ts";

export function addImport(program: Command, context: Context): void {
  program
    .command("import")
    .description("import earlier sessions of the CLIs from their transcripts")
    .option("--days <days>", "those of so many days", wholeDays, 7)
    .action(async ({ days }: { days: number }) => {
      const client = await connect(context);
      const { jobId } = await client.call(startImport, { body: { days } });
      const { result } = await waitForJob(client, context.io, jobId);
      context.io.out(cleanJson(result, 2));
    });
}

function wholeDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 365)
    throw new InvalidArgumentError("It must be 1 to 365.");
  return days;
}
