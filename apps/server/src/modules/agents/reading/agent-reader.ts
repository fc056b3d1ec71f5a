import type { Agent, Command, CompletedCommand, Question, Turn } from "@signalbox/contract/agents";
import type { Page } from "@signalbox/contract/common";
import { Id, Instant } from "@signalbox/contract/common";
import type { AgentUsage } from "@signalbox/contract/usage";
import { z } from "zod";
import type { Queryable } from "../../../platform/database/database.ts";
import { keysetCursor, pageOfRows } from "../../../platform/http/cursor.ts";
import { agentErrors } from "../agents.errors.ts";
import { type AgentFilter, findAgent, findAgents } from "./agents.repository.ts";
import { findCommands, findCompleted } from "./commands.repository.ts";
import { findQuestions } from "./questions.repository.ts";
import { findTurns } from "./turns.repository.ts";
import { findUsage } from "./usage.repository.ts";
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
  list(
    filter: Omit<AgentFilter, "projectIds"> & { projectId?: string | undefined } & PageOf,
  ): Promise<Page<Agent>>;
  /** @throws AppError `agents.not_found` */
  get(id: string): Promise<Agent>;
  /** What it took, with its children. @throws AppError `agents.not_found` */
  usage(agentId: string): Promise<AgentUsage>;
  commands(agentId: string, page: HistoryPageOf): Promise<Page<Command>>;
  /** Commands that are complete, the latest first, without those of child agents. */
  completed(page: PageOf & { since?: string | undefined }): Promise<Page<CompletedCommand>>;
  turns(agentId: string, page: HistoryPageOf): Promise<Page<Turn>>;
  questions(agentId: string, page: HistoryPageOf): Promise<Page<Question>>;
}

/** A list that can be read from either end. */
interface History<T, K> {
  name: string;
  key: z.ZodType<K>;
  keyOf(item: T): K;
  find(
    read: Queryable,
    agentId: string,
    window: Omit<Window, "after"> & { after: K | undefined },
  ): Promise<T[]>;
}

const byId = <T extends { id: string }>() => ({ key: Id, keyOf: ({ id }: T) => id });
const TurnKey = z.object({ at: Instant, id: Id });

export function createAgentReader(
  read: Queryable,
  familyOf: (projectId: string) => Promise<readonly string[]> = async (projectId) => [projectId],
): AgentReader {
  const get = async (id: string) => {
    const agent = await findAgent(read, id);
    if (agent === undefined) throw agentErrors.notFound(id);
    return agent;
  };
  const history = <T, K>({ name, key, keyOf, find }: History<T, K>) => {
    const cursors = { oldest: keysetCursor(name, key), latest: keysetCursor(`${name}-latest`, key) };
    return async (agentId: string, { from, limit, cursor }: HistoryPageOf): Promise<Page<T>> => {
      const after = cursors[from].decode(cursor);
      await get(agentId);
      const order = from === "oldest" ? "asc" : "desc";
      const rows = await find(read, agentId, { order, after, limit: limit + 1 });
      const page = pageOfRows(rows, limit, (last) => cursors[from].encode(keyOf(last)));
      return from === "oldest" ? page : { ...page, items: page.items.reverse() };
    };
  };
  return {
    get,
    async usage(agentId) {
      const usage = await findUsage(read, agentId);
      if (usage === undefined) throw agentErrors.notFound(agentId);
      return usage;
    },
    async list({ limit, cursor, projectId, ...filter }) {
      const before = agents.decode(cursor);
      const projectIds = projectId === undefined ? undefined : await familyOf(projectId);
      const rows = await findAgents(read, { ...filter, projectIds }, { before, limit: limit + 1 });
      return pageOfRows(rows, limit, ({ id }) => agents.encode(id));
    },
    commands: history({ ...byId<Command>(), name: "commands", find: findCommands }),
    async completed({ limit, cursor, since }) {
      const key = completed.decode(cursor);
      const rows = await findCompleted(read, {
        since: since === undefined ? undefined : new Date(since),
        before: key && { at: new Date(key[0]), id: key[1] },
        limit: limit + 1,
      });
      return pageOfRows(rows, limit, ({ completedAt, id }) => completed.encode([completedAt, id]));
    },
    turns: history({
      name: "turns-by-time",
      key: TurnKey,
      keyOf: ({ at, id }) => ({ at, id }),
      find: (database, agentId, { after, ...window }) =>
        findTurns(database, agentId, { ...window, after: after && { ...after, at: new Date(after.at) } }),
    }),
    questions: history({ ...byId<Question>(), name: "questions", find: findQuestions }),
  };
}
