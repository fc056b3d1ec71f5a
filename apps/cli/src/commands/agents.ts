import { basename } from "node:path";
import { type Agent, agentStates, listAgents } from "@signalbox/contract/agents";
import { isAtLimit } from "@signalbox/contract/rate-limit";
import { type Command, InvalidArgumentError, Option } from "commander";
import { readId, refuseUnknownIds } from "../ids.ts";
import { type Colour, type Io, painted } from "../io.ts";
import { type Context, connect } from "../server/connect.ts";
import { cleanJson, cleanOr, spoken } from "../text/clean.ts";
import { type Column, table } from "../text/table.ts";
import { ago, until } from "../text/when.ts";

interface AgentsOptions {
  all?: boolean;
  state?: Agent["state"];
  project?: string;
  limit: number;
  json?: boolean;
}

const mostAtOnce = 200;

export function addAgents(program: Command, context: Context): void {
  program
    .command("agents")
    .description("live agents, the newest first")
    .option("-a, --all", "ended ones too")
    .addOption(new Option("--state <state>", "only those in this state").choices(agentStates))
    .option("--project <id>", "only those of this project", readId)
    .option("--limit <number>", "at most this many", readLimit, 50)
    .option("--json", "print JSON")
    .action(async (options: AgentsOptions) => {
      const client = await connect(context);
      const { all, state, project, limit, json } = options;
      if (project !== undefined) await refuseUnknownIds(client, { project: [project] });
      const query = {
        limit,
        ...(all ? {} : { live: "true" as const }),
        ...(state === undefined ? {} : { state }),
        ...(project === undefined ? {} : { projectId: project }),
      };
      const page = await client.call(listAgents, { query });
      const { io } = context;
      if (json) return io.out(cleanJson(page, 2));
      if (page.items.length === 0) return io.out(nobody(options));
      io.out(table(io, columns(io), page.items));
      if (page.nextCursor !== null) io.err(`There are more: see them with --limit, up to ${mostAtOnce}`);
    });
}

const nobody = ({ all, state, project }: AgentsOptions): string =>
  state || project
    ? "No such agent"
    : `${all ? "No agent yet" : "No live agent"}. Start "claude" in any terminal; "bin/signalbox hooks status" tells whether it is heard`;

const columns = (io: Io): Column<Agent>[] => [
  {
    title: "STATE",
    text: (agent) => stateWord(agent, io.now()),
    paint: (agent, text) => painted(io, colourOf(agent), text),
  },
  { title: "SINCE", text: (agent) => ago(agent.stateSince, io.now()) },
  { title: "PROJECT", text: (agent) => cleanOr(agent.cwd && basename(agent.cwd), "-") },
  { title: "CLI", text: (agent) => agent.backend },
  { title: "TITLE", text: (agent) => cleanOr(agent.title ?? agent.agentType, "-"), isWide: true },
  { title: "ID", text: (agent) => agent.id },
];

/** The state, or what came of it: a failure is told whether its session has ended or not. */
const stateWord = (agent: Agent, now: Date): string => {
  const failure = failed(agent) ? [failureWord(agent, now)] : [];
  if (agent.endedAt !== null) return ["ended", ...failure].join(", ");
  return failure[0] ?? spoken(agent.state);
};

const failureWord = (agent: Agent & { errorClass: string }, now: Date): string => {
  if (!isAtLimit(agent)) return `failed (${spoken(agent.errorClass)})`;
  if (agent.resetsAt === null) return "rate limit";
  return Date.parse(agent.resetsAt) > now.getTime()
    ? `rate limit, resets in ${until(agent.resetsAt, now)}`
    : "rate limit, has reset";
};

const failed = (agent: Agent): agent is Agent & { errorClass: string } =>
  agent.state === "complete" && agent.errorClass !== null;

const colourOf = (agent: Agent): Colour => {
  if (failed(agent)) return "yellow";
  if (agent.endedAt !== null) return "gray";
  if (agent.state === "awaiting_input") return "red";
  return agent.state === "processing" || agent.state === "commanded" ? "green" : "gray";
};

function readLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= mostAtOnce) return limit;
  throw new InvalidArgumentError(`A limit is a number from 1 to ${mostAtOnce}.`);
}
