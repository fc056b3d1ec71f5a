import { createWriteStream } from "node:fs";
import { basename, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { startExport } from "@signalbox/contract/upkeep";
import type { Command } from "commander";
import { CliError } from "../errors.ts";
import { type Context, connect } from "../server/connect.ts";
import { waitForJob } from "../server/wait-for-job.ts";

export function addExport(program: Command, context: Context): void {
  program
    .command("export")
    .description("write the event log to a file, one event a line")
    .argument("<what>", "events")
    .option("--out <file>", "where to; its own name in this folder where it is not told")
    .action(async (what: string, options: { out?: string }) => {
      if (what !== "events") throw new CliError('There are events to export: "bin/signalbox export events"');
      await exportEvents(context, options.out);
    });
}

async function exportEvents(context: Context, out: string | undefined): Promise<void> {
  const client = await connect(context);
  const { jobId } = await client.call(startExport);
  const { result } = await waitForJob(client, context.io, jobId);
  const name = typeof result === "object" && result !== null && "file" in result ? String(result.file) : "";
  const reply = await client.open({ method: "GET", path: `/api/exports/${name}` });
  if (reply.body === null) throw new CliError("The export is empty");
  const file = resolve(out ?? basename(name));
  await pipeline(Readable.fromWeb(reply.body), createWriteStream(file, { mode: 0o600 }));
  context.io.out(file);
}
