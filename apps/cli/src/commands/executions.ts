import { cancelExecution } from "@signalbox/contract/execution-controls";
import type { Command } from "commander";
import { followLog } from "../executions/follow-log.ts";
import { executionOf, readExecutionId, unlessNone } from "../executions/told.ts";
import { type Context, connect } from "../server/connect.ts";
import { cleanJson, spoken } from "../text/clean.ts";
import { logWords } from "../text/log-words.ts";

export function addLogs(program: Command, context: Context): void {
  program
    .command("logs")
    .argument("<execution>", "the id of an execution", readExecutionId)
    .description("print what an execution said and did")
    .option("-f, --follow", "go on until it is over, or Ctrl-C")
    .action((id: string, options: { follow?: boolean }) => logs(context, id, options));
}

export function addCancel(program: Command, context: Context): void {
  program
    .command("cancel")
    .argument("<execution>", "the id of an execution", readExecutionId)
    .description("take an execution out of the queue, or end what it runs")
    .option("--json", "print JSON")
    .action((id: string, options: { json?: boolean }) => cancel(context, id, options));
}

async function logs(context: Context, id: string, { follow = false }: { follow?: boolean }): Promise<void> {
  const { io } = context;
  const client = await connect(context);
  await executionOf(client, id);
  for await (const line of followLog({ client, io, executionId: id, wait: follow })) {
    const words = logWords(line);
    if (words !== null) io.out(words);
  }
}

async function cancel(context: Context, id: string, { json }: { json?: boolean }): Promise<void> {
  const { io } = context;
  const client = await connect(context);
  const before = await executionOf(client, id);
  const execution = await client.call(cancelExecution, { params: { executionId: id } }).catch(unlessNone(id));
  if (json) return io.out(cleanJson(execution, 2));
  if (before.endedAt !== null) return io.out(`It was over already: ${spoken(before.state)}`);
  io.out(execution.endedAt === null ? "It is told to end" : "It is cancelled");
}
