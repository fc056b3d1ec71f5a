import { previewRetention, runRetention } from "@signalbox/contract/upkeep";
import type { Command } from "commander";
import { type Context, connect } from "../server/connect.ts";
import { waitForJob } from "../server/wait-for-job.ts";
import { cleanJson } from "../text/clean.ts";

export function addRetention(program: Command, context: Context): void {
  program
    .command("retention")
    .description("show what is kept no longer; it goes every night, or now with --run")
    .option("--run", "remove it now")
    .option("--json", "print JSON")
    .action(async (options: { run?: boolean; json?: boolean }) => {
      const { io } = context;
      const client = await connect(context);
      if (options.run) {
        const { result } = await waitForJob(client, io, (await client.call(runRetention)).jobId);
        io.out(cleanJson(result, 2));
        return;
      }
      const { items } = await client.call(previewRetention);
      if (options.json) io.out(cleanJson(items, 2));
      else
        io.out(
          items.map(({ name, count, rule }) => `${String(count).padStart(9)}  ${name}: ${rule}`).join("\n"),
        );
    });
}
