import { followEvents } from "@signalbox/client/follow-events";
import { type EventEnvelope, Position } from "@signalbox/contract/event";
import { eventCatalogue } from "@signalbox/contract/event-catalogue";
import { type Command, InvalidArgumentError } from "commander";
import { readId, refuseUnknownIds } from "../ids.ts";
import { type Io, painted } from "../io.ts";
import { type Context, connect } from "../server/connect.ts";
import { cleanJson } from "../text/clean.ts";
import { whatHappened, whoseEvent } from "../text/event-words.ts";
import { cut, fit } from "../text/table.ts";
import { clockTime } from "../text/when.ts";

interface TailOptions {
  type?: string[];
  project?: string[];
  agent?: string[];
  after?: string;
  json?: boolean;
}

/** Enough to know an agent again; its whole instruction is on its page. */
const whoseWidth = 36;

/** Gathers a repeated option's values, each read by itself. */
const each =
  (read: (text: string) => string) =>
  (value: string, before: string[] = []): string[] => [...before, read(value)];

export function addTail(program: Command, context: Context): void {
  program
    .command("tail")
    .description("follow what happens, until Ctrl-C")
    .option(
      "--type <type>",
      "only this type, or a family such as command.* (may be repeated)",
      each(readType),
    )
    .option("--project <id>", "only this project (may be repeated)", each(readId))
    .option("--agent <id>", "only this agent (may be repeated)", each(readId))
    .option("--after <position>", "begin after this position; 0 is the beginning", readPosition)
    .option("--json", "print one JSON object a line")
    .action((options: TailOptions) => tail(context, options));
}

async function tail(context: Context, options: TailOptions): Promise<void> {
  const { io } = context;
  const client = await connect(context);
  await refuseUnknownIds(client, options);
  io.err(followNote(options, client.baseUrl));
  let seen = options.after;
  const items = followEvents(client, {
    ...(options.type && { types: options.type }),
    ...(options.project && { projectIds: options.project }),
    ...(options.agent && { agentIds: options.agent }),
    ...(options.after && { after: options.after }),
    signal: io.stopSignal(),
    onInterrupted: ({ retryInMs }) => io.err(`The connection broke; trying again in ${retryInMs} ms`),
  });
  for await (const item of items) {
    if (item.kind === "reset") io.err(resetNote(seen, item.position));
    else io.out(options.json ? cleanJson(item.event) : lineOf(io, item.event));
    seen = item.kind === "reset" ? item.position : item.event.position;
  }
}

/** Why it could not go on where it was: the log no longer reaches back to there, or does not reach there yet. */
const resetNote = (seen: string | undefined, newest: string): string =>
  seen !== undefined && BigInt(seen) > BigInt(newest)
    ? `There is no event ${seen} yet: the newest is ${newest}; going on after it`
    : `Older events are gone; going on after position ${newest}`;

function readType(text: string): string {
  const families = new Set(eventCatalogue.map(({ type }) => `${type.slice(0, type.indexOf("."))}.*`));
  if (families.has(text) || eventCatalogue.some(({ type }) => type === text)) return text;
  throw new InvalidArgumentError(`No event is of it; there are ${[...families].join(", ")}.`);
}

function readPosition(text: string): string {
  if (Position.safeParse(text).success) return text;
  throw new InvalidArgumentError("A position is a whole number, 0 or more.");
}

/** Time, whom it happened to, and what; in a terminal as much of it as fits a line. */
function lineOf(io: Io, event: EventEnvelope): string {
  const time = clockTime(event.at);
  const rest = ["", fit(whoseEvent(event), whoseWidth), whatHappened(event)].join("  ");
  return painted(io, "gray", time) + cut(rest, io.columns - time.length);
}

/** On a quiet board nothing else would tell that it works. */
function followNote({ type, project, agent }: TailOptions, url: string): string {
  const filters = [type, project && ["project", ...project], agent && ["agent", ...agent]];
  const wanted = filters.flatMap((filter) => (filter ? [filter.join(" ")] : [])).join(", ") || "every event";
  return `Following ${wanted} on ${url}; Ctrl-C ends it`;
}
