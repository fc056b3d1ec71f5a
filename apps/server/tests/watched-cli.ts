import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { createClient } from "@signalbox/client/client";
import * as agents from "@signalbox/contract/agents";
import type { Backend } from "@signalbox/contract/common";
import type { CliHome } from "@signalbox/testkit/cli-home";
import { startModelStub } from "@signalbox/testkit/model-stub/model-stub";
import { runServer } from "@signalbox/testkit/server";
import { removeFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { preparedState } from "./prepared-state.ts";

const signalbox = join(import.meta.dirname, "..", "..", "..", "bin", "signalbox");

/** One session of a CLI as the public API tells it. */
export interface Seen {
  agent: agents.Agent | undefined;
  commands: agents.Command[];
  turns: agents.Turn[];
  questions: agents.Question[];
  children: agents.Agent[];
}

/** Picks the agent that is looked at. */
type Which = (agent: agents.Agent) => boolean;

/** The real server, and a home with a real CLI whose hooks our own command installed. */
export async function watchedCli(
  backend: Backend,
  homeOf: (modelUrl: string) => CliHome,
  envOf: (home: CliHome) => Record<string, string> = () => ({}),
) {
  const stub = await startModelStub();
  const home = homeOf(stub.url);
  const stateFolder = await preparedState();
  const server = await runServer({
    userHome: home.home,
    stateFolder,
    env: { SIGNALBOX_TMUX_SOCKETS: home.tmuxSocket, ...envOf(home) },
  });
  const client = createClient({ baseUrl: server.url, credentials: () => ({ apiKey: server.adminKey }) });
  const env = { ...home.env, SIGNALBOX_HOME: stateFolder };
  /** Our own command line, in that home. */
  const run = async (...args: string[]) => (await promisify(execFile)(signalbox, args, { env })).stdout;
  await run("hooks", "install", backend);

  const list = async () => (await client.call(agents.listAgents, { query: { limit: 200 } })).items;
  const see = async (which: Which): Promise<Seen> => {
    const found = (await list()).find(which);
    if (found === undefined) return { agent: found, commands: [], turns: [], questions: [], children: [] };
    const of = { params: { agentId: found.id }, query: { limit: 200 } };
    const [commands, turns, questions] = await Promise.all([
      client.call(agents.listCommands, of),
      client.call(agents.listTurns, of),
      client.call(agents.listQuestions, of),
    ]);
    // What was heard while reading may be in one list and not yet in another.
    const all = await list();
    const agent = all.find((one) => one.id === found.id);
    if (agent?.lastSeenAt !== found.lastSeenAt) return see(which);
    return {
      agent,
      commands: commands.items,
      turns: turns.items,
      questions: questions.items,
      children: all.filter((one) => one.parentId === found.id),
    };
  };
  /** Waits until what is seen of an agent satisfies `is`. */
  const seen = (which: Which, what: string, is: (seen: Seen) => boolean): Promise<Seen> =>
    until(
      async () => {
        const now = await see(which);
        return is(now) ? now : undefined;
      },
      async () => `${what} in ${JSON.stringify(await see(which), null, 1)}`,
    );

  /** Which agents are known by now. */
  const known = async (): Promise<Which> => {
    const ids = new Set((await list()).map(({ id }) => id));
    return ({ id }) => ids.has(id);
  };
  return {
    ...{ server, client, home, stub, run, see, seen, known },
    /** What is seen of the next session that is heard of. */
    async nextSession() {
      const isKnown = await known();
      const isNew: Which = (agent) => agent.parentId === null && !isKnown(agent);
      return (what: string, is: (seen: Seen) => boolean) => seen(isNew, what, is);
    },
    stop: async () => {
      await server.stop();
      await stub.stop();
      home.remove();
      removeFolder(stateFolder);
    },
  };
}
