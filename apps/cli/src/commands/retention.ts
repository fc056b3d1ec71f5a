import { previewRetention, runRetention } from "@signalbox/contract/upkeep";
import type { Command } from "commander";
import { z } from "zod";
import { type Context, connect } from "../server/connect.ts";
import { waitForJob } from "../server/wait-for-job.ts";
import { clean, cleanJson } from "../text/clean.ts";

export function addRetention(program: Command, context: Context): void {
  program
    .command("retention")
    .description("show what is kept no longer; it goes every night, or now with --run")
    .option("--run", "remove it now")
    .option("--json", "print JSON")
    .action((options: { run?: boolean; json?: boolean }) =>
      options.run ? remove(context, options) : preview(context, options),
    );
}

/** How many of each were removed, as the job tells. */
const Removed = z.record(z.string(), z.number());

async function remove(context: Context, { json }: { json?: boolean }): Promise<void> {
  const { io } = context;
  const client = await connect(context);
  const { result } = await waitForJob(client, io, (await client.call(runRetention)).jobId);
  if (json) return io.out(cleanJson(result, 2));
  const removed = Object.entries(Removed.parse(result));
  io.out(removed.map(([name, count]) => lineOf(count, `${name} removed`)).join("\n"));
}

async function preview(context: Context, { json }: { json?: boolean }): Promise<void> {
  const { io } = context;
  const { items } = await (await connect(context)).call(previewRetention);
  if (json) return io.out(cleanJson(items, 2));
  io.out(items.map(({ name, count, rule }) => lineOf(count, `${name}: ${rule}`)).join("\n"));
}

const lineOf = (count: number, words: string): string => `${String(count).padStart(9)}  ${clean(words)}`;
