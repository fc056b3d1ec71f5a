import { followEvents } from "@signalbox/client/follow-events";
import type { EventEnvelope } from "@signalbox/contract/event";
import type { Command } from "commander";
import { type Io, painted } from "../io.ts";
import { type Context, connect } from "../server/connect.ts";
import { clean, cleanJson } from "../text/clean.ts";
import { cut } from "../text/table.ts";
import { clockTime } from "../text/when.ts";

interface TailOptions {
  type?: string[];
  project?: string[];
  agent?: string[];
  after?: string;
  json?: boolean;
}

const typeWidth = "command.completed".length;

const gather = (value: string, before: string[] = []): string[] => [...before, value];

export function addTail(program: Command, context: Context): void {
  program
    .command("tail")
    .description("follow what happens, until Ctrl-C")
    .option("--type <type>", "only this type, or a family such as command.* (may be repeated)", gather)
    .option("--project <id>", "only this project (may be repeated)", gather)
    .option("--agent <id>", "only this agent (may be repeated)", gather)
    .option("--after <position>", "begin after this position; 0 is the beginning")
    .option("--json", "print one JSON object a line")
    .action((options: TailOptions) => tail(context, options));
}

async function tail(context: Context, options: TailOptions): Promise<void> {
  const { io } = context;
  const client = await connect(context);
  const items = followEvents(client, {
    ...(options.type && { types: options.type }),
    ...(options.project && { projectIds: options.project }),
    ...(options.agent && { agentIds: options.agent }),
    ...(options.after && { after: options.after }),
    signal: io.stopSignal(),
    onInterrupted: ({ retryInMs }) => io.err(`The connection broke; trying again in ${retryInMs} ms`),
  });
  for await (const item of items) {
    if (item.kind === "reset") io.err(`Older events are gone; going on after position ${item.position}`);
    else io.out(options.json ? cleanJson(item.event) : lineOf(io, item.event));
  }
}

/** Time, type, the facts, and whose they are; in a terminal as much of it as fits a line. */
function lineOf(io: Io, event: EventEnvelope): string {
  const { agent, ...facts } = event.data;
  const words = Object.entries(facts).flatMap(([name, value]) => {
    const isShown = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    return isShown ? [`${name}=${clean(String(value))}`] : [];
  });
  const title = isRecord(agent) && typeof agent.title === "string" ? [`"${clean(agent.title)}"`] : [];
  const time = clockTime(event.at);
  const rest = ["", clean(event.type).padEnd(typeWidth), ...words, ...title].join("  ");
  return painted(io, "gray", time) + cut(rest, io.columns - time.length);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
