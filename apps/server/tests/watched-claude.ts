import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { createClient } from "@signalbox/client/client";
import * as agents from "@signalbox/contract/agents";
import { type ClaudeHome, claudeHome } from "@signalbox/testkit/claude";
import { startModelStub } from "@signalbox/testkit/model-stub/model-stub";
import { runServer } from "@signalbox/testkit/server";
import { removeFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { preparedState } from "./prepared-state.ts";

const signalbox = join(import.meta.dirname, "..", "..", "..", "bin", "signalbox");

/** One session of Claude Code as the public API tells it. */
export interface Seen {
  agent: agents.Agent | undefined;
  commands: agents.Command[];
  turns: agents.Turn[];
  questions: agents.Question[];
  children: agents.Agent[];
}

/** The real server, and a home with a real `claude` whose hooks our own command installed. */
export async function watchedClaude() {
  const stub = await startModelStub();
  const claude = claudeHome(stub.url);
  const stateFolder = await preparedState();
  const server = await runServer({ userHome: claude.home, stateFolder });
  const client = createClient({ baseUrl: server.url, credentials: () => ({ apiKey: server.adminKey }) });
  const env = { ...claude.env, SIGNALBOX_HOME: stateFolder };
  await promisify(execFile)(signalbox, ["hooks", "install", "claude"], { env });

  const list = async () => (await client.call(agents.listAgents, { query: { limit: 200 } })).items;
  const find = async (sessionId: string) => (await list()).find((one) => one.sessionId === sessionId);
  const see = async (sessionId: string): Promise<Seen> => {
    const found = await find(sessionId);
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
    if (agent?.lastSeenAt !== found.lastSeenAt) return see(sessionId);
    return {
      agent,
      commands: commands.items,
      turns: turns.items,
      questions: questions.items,
      children: all.filter((one) => one.parentId === found.id),
    };
  };

  return {
    server,
    client,
    claude,
    /** A session with an id of our choice, headless or in a terminal, and what is seen of it. */
    session: () => sessionOf(claude, see),
    stop: async () => {
      await server.stop();
      await stub.stop();
      claude.remove();
      removeFolder(stateFolder);
    },
  };
}

function sessionOf(claude: ClaudeHome, see: (sessionId: string) => Promise<Seen>) {
  const id = randomUUID();
  return {
    id,
    print: (prompt: string) => claude.print(prompt, "--session-id", id),
    open: () => claude.open("--session-id", id),
    see: () => see(id),
    /** Waits until what is seen satisfies `found`. */
    seen: (what: string, found: (seen: Seen) => boolean): Promise<Seen> =>
      until(
        async () => {
          const seen = await see(id);
          return found(seen) ? seen : undefined;
        },
        async () => `${what} in ${JSON.stringify(await see(id), null, 1)}`,
      ),
  };
}
