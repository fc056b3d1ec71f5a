import type { Agent, Command, Question, Turn } from "@signalbox/contract/agents";
import type { Page } from "@signalbox/contract/common";
import { Id } from "@signalbox/contract/common";
import type { Queryable } from "../../../platform/database/database.ts";
import { type KeysetCursor, keysetCursor, pageOfRows } from "../../../platform/http/cursor.ts";
import { agentErrors } from "../agents.errors.ts";
import { type AgentFilter, findAgent, findAgents } from "./agents.repository.ts";
import { findCommands } from "./commands.repository.ts";
import { findQuestions } from "./questions.repository.ts";
import { findTurns, findTurnsBefore } from "./turns.repository.ts";
import type { OldestFirst } from "./window.ts";

interface PageOf {
  limit: number;
  cursor?: string | undefined;
}

const agents = keysetCursor("agents", Id);
const commands = keysetCursor("commands", Id);
const questions = keysetCursor("questions", Id);
const turns = keysetCursor("turns", Id);
const latestTurns = keysetCursor("turns-latest", Id);

/** What can be read of agents, page by page. */
export interface AgentReader {
  list(filter: AgentFilter & PageOf): Promise<Page<Agent>>;
  /** @throws AppError `agents.not_found` */
  get(id: string): Promise<Agent>;
  commands(agentId: string, page: PageOf): Promise<Page<Command>>;
  turns(agentId: string, page: PageOf & { from: "oldest" | "latest" }): Promise<Page<Turn>>;
  questions(agentId: string, page: PageOf): Promise<Page<Question>>;
}

export function createAgentReader(read: Queryable): AgentReader {
  const get = async (id: string) => {
    const agent = await findAgent(read, id);
    if (agent === undefined) throw agentErrors.notFound(id);
    return agent;
  };
  const oldestFirst =
    <T extends { id: string }>(
      cursor: KeysetCursor<string>,
      find: (read: Queryable, agentId: string, window: OldestFirst) => Promise<T[]>,
    ) =>
    async (agentId: string, page: PageOf): Promise<Page<T>> => {
      const after = cursor.decode(page.cursor);
      await get(agentId);
      const rows = await find(read, agentId, { after, limit: page.limit + 1 });
      return pageOfRows(rows, page.limit, ({ id }) => cursor.encode(id));
    };
  const turnsFromOldest = oldestFirst(turns, findTurns);
  return {
    get,
    async list({ limit, cursor, ...filter }) {
      const rows = await findAgents(read, filter, { before: agents.decode(cursor), limit: limit + 1 });
      return pageOfRows(rows, limit, ({ id }) => agents.encode(id));
    },
    commands: oldestFirst(commands, findCommands),
    questions: oldestFirst(questions, findQuestions),
    async turns(agentId, { from, limit, cursor }) {
      if (from === "oldest") return turnsFromOldest(agentId, { limit, cursor });
      const before = latestTurns.decode(cursor);
      await get(agentId);
      const newestFirst = await findTurnsBefore(read, agentId, { before, limit: limit + 1 });
      const { items, nextCursor } = pageOfRows(newestFirst, limit, ({ id }) => latestTurns.encode(id));
      return { items: items.reverse(), nextCursor };
    },
  };
}
