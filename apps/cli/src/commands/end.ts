import { type Ending, endAgent } from "@signalbox/contract/launches";
import { type Command, Option } from "commander";
import { CliError } from "../errors.ts";
import { readId } from "../ids.ts";
import { type Context, connect } from "../server/connect.ts";
import { cleanJson } from "../text/clean.ts";

interface EndOptions {
  firmly?: boolean;
  hard?: boolean;
  json?: boolean;
}

export function addEnd(program: Command, context: Context): void {
  program
    .command("end")
    .argument("<agent>", "the id of an agent", readId)
    .description("end an agent, whoever started it: in its CLI's own way where nothing else is said")
    .option("--firmly", "with SIGTERM")
    .addOption(new Option("--hard", "with SIGKILL: what it had not written is lost").conflicts("firmly"))
    .option("--json", "print JSON")
    .action((agentId: string, options: EndOptions) => end(context, agentId, options));
}

async function end(context: Context, agentId: string, { firmly, hard, json }: EndOptions): Promise<void> {
  const how: Ending = hard ? "hard" : firmly ? "firmly" : "gently";
  const client = await connect(context);
  const report = await client.call(endAgent, { params: { agentId }, body: { how } });
  const { io } = context;
  if (json) io.out(cleanJson(report, 2));
  else if (report.gone) io.out(`It has ended: ${report.did}`);
  if (report.gone) return;
  const next = report.next === null ? "" : `. Try "bin/signalbox end ${agentId} --${report.next}"`;
  const waited = Math.round(report.waitedMs / 1_000);
  throw new CliError(`It is still there after ${waited} s: ${report.did}${next}`);
}
