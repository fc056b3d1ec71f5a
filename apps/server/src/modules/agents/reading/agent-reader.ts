import type { Agent, Command, CompletedCommand, Question, Turn } from "@signalbox/contract/agents";
import type { Page } from "@signalbox/contract/common";
import { Id } from "@signalbox/contract/common";
import { z } from "zod";
import type { Queryable } from "../../../platform/database/database.ts";
import { keysetCursor, pageOfRows } from "../../../platform/http/cursor.ts";
import { agentErrors } from "../agents.errors.ts";
import { type AgentFilter, findAgent, findAgents } from "./agents.repository.ts";
import { findCommands, findCompleted } from "./commands.repository.ts";
import { findQuestions } from "./questions.repository.ts";
import { findTurns } from "./turns.repository.ts";
import type { Window } from "./window.ts";

interface PageOf {
  limit: number;
  cursor?: string | undefined;
}

/** A page of what happened to an agent; oldest first from either end. */
interface HistoryPageOf extends PageOf {
  from: "oldest" | "latest";
}

const agents = keysetCursor("agents", Id);
const completed = keysetCursor("completed", z.tuple([z.iso.datetime(), Id]));

/** What can be read of agents, page by page. */
export interface AgentReader {
  list(filter: AgentFilter & PageOf): Promise<Page<Agent>>;
  /** @throws AppError `agents.not_found` */
  get(id: string): Promise<Agent>;
  commands(agentId: string, page: HistoryPageOf): Promise<Page<Command>>;
  /** Commands that are complete, the latest first, without those of child agents. */
  completed(page: PageOf & { since?: string | undefined }): Promise<Page<CompletedCommand>>;
  turns(agentId: string, page: HistoryPageOf): Promise<Page<Turn>>;
  questions(agentId: string, page: HistoryPageOf): Promise<Page<Question>>;
}

export function createAgentReader(read: Queryable): AgentReader {
  const get = async (id: string) => {
    const agent = await findAgent(read, id);
    if (agent === undefined) throw agentErrors.notFound(id);
    return agent;
  };
  const history = <T extends { id: string }>(
    name: string,
    find: (read: Queryable, agentId: string, window: Window) => Promise<T[]>,
  ) => {
    const cursors = { oldest: keysetCursor(name, Id), latest: keysetCursor(`${name}-latest`, Id) };
    return async (agentId: string, { from, limit, cursor }: HistoryPageOf): Promise<Page<T>> => {
      const after = cursors[from].decode(cursor);
      await get(agentId);
      const order = from === "oldest" ? "asc" : "desc";
      const rows = await find(read, agentId, { order, after, limit: limit + 1 });
      const page = pageOfRows(rows, limit, ({ id }) => cursors[from].encode(id));
      return from === "oldest" ? page : { ...page, items: page.items.reverse() };
    };
  };
  return {
    get,
    async list({ limit, cursor, ...filter }) {
      const rows = await findAgents(read, filter, { before: agents.decode(cursor), limit: limit + 1 });
      return pageOfRows(rows, limit, ({ id }) => agents.encode(id));
    },
    commands: history("commands", findCommands),
    async completed({ limit, cursor, since }) {
      const key = completed.decode(cursor);
      const rows = await findCompleted(read, {
        since: since === undefined ? undefined : new Date(since),
        before: key && { at: new Date(key[0]), id: key[1] },
        limit: limit + 1,
      });
      return pageOfRows(rows, limit, ({ completedAt, id }) => completed.encode([completedAt, id]));
    },
    turns: history("turns", findTurns),
    questions: history("questions", findQuestions),
  };
}
