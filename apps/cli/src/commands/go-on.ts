import { randomUUID } from "node:crypto";
import { resumeExecution } from "@signalbox/contract/execution-controls";
import type { Command } from "commander";
import { seeItEnd } from "../executions/see-it-end.ts";
import { readExecutionId, unlessNone } from "../executions/told.ts";
import { type Context, connect } from "../server/connect.ts";
import { clean, cleanJson } from "../text/clean.ts";

interface GoOnOptions {
  prompt: string;
  follow?: boolean;
  json?: boolean;
}

export function addGoOn(program: Command, context: Context): void {
  program
    .command("go-on")
    .argument("<execution>", "the id of an execution that is over", readExecutionId)
    .description("go on in the session of an execution, with another prompt")
    .requiredOption("-p, --prompt <words>", "what it is to do now")
    .option("-f, --follow", "print its log until it is over; ends with 0 where it succeeded")
    .option("--json", "print JSON; with --follow, an object a line")
    .action((id: string, options: GoOnOptions) => goOn(context, id, options));
}

async function goOn(context: Context, id: string, { prompt, follow, json }: GoOnOptions): Promise<void> {
  const { io } = context;
  const client = await connect(context);
  const body = { key: `cli-${randomUUID()}`, prompt };
  const asked = client.call(resumeExecution, { params: { executionId: id }, body });
  const execution = await asked.catch(unlessNone(id));
  if (follow) {
    io.err(`${clean(execution.bot.name)} goes on: ${execution.id}`);
    return seeItEnd({ client, io, execution, json });
  }
  io.out(json ? cleanJson(execution, 2) : execution.id);
  if (!json) io.err(`Follow it: "bin/signalbox logs ${execution.id} -f"`);
}
