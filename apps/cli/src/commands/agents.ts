import { basename } from "node:path";
import { type Agent, agentStates, listAgents } from "@signalbox/contract/agents";
import { type Command, InvalidArgumentError, Option } from "commander";
import { readId, refuseUnknownIds } from "../ids.ts";
import { type Io, painted } from "../io.ts";
import { type Context, connect } from "../server/connect.ts";
import { colourOf, stateWord } from "../text/agent-state.ts";
import { cleanJson, cleanOr } from "../text/clean.ts";
import { type Column, table } from "../text/table.ts";
import { ago } from "../text/when.ts";

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
    paint: (agent, text) => painted(io, colourOf(agent, io.now()), text),
  },
  { title: "SINCE", text: (agent) => ago(agent.stateSince, io.now()) },
  { title: "PROJECT", text: (agent) => cleanOr(agent.cwd && basename(agent.cwd), "-") },
  { title: "CLI", text: (agent) => agent.backend },
  { title: "TITLE", text: (agent) => cleanOr(agent.title ?? agent.agentType, "-"), isWide: true },
  { title: "ID", text: (agent) => agent.id },
];

function readLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= mostAtOnce) return limit;
  throw new InvalidArgumentError(`A limit is a number from 1 to ${mostAtOnce}.`);
}
