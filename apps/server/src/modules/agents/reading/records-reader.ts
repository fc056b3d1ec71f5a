import type { ChildAgent } from "@signalbox/contract/agent-children";
import type { AgentSignal, TouchedFile } from "@signalbox/contract/agent-records";
import type { Timeline } from "@signalbox/contract/agent-timeline";
import type { Turn } from "@signalbox/contract/agents";
import type { Page } from "@signalbox/contract/common";
import { Id, Instant } from "@signalbox/contract/common";
import type { AgentProcess } from "@signalbox/contract/processes";
import type { TurnHit } from "@signalbox/contract/turn-search";
import { z } from "zod";
import type { Queryable } from "../../../platform/database/database.ts";
import { keysetCursor, pageOfRows } from "../../../platform/http/cursor.ts";
import { agentErrors } from "../agents.errors.ts";
import { findImage, type KeptImage } from "../images/images.repository.ts";
import type { AgentReader } from "./agent-reader.ts";
import { findAgentSignals } from "./agent-signals.repository.ts";
import { findChildAgents } from "./children.repository.ts";
import { findTouchedFiles } from "./files.repository.ts";
import { findProcesses } from "./processes.repository.ts";
import { findTimeline } from "./timeline.repository.ts";
import { findHits, type TurnSearch, wordsIn } from "./turn-search.repository.ts";
import { findTurn } from "./turns.repository.ts";

interface PageOf {
  limit: number;
  cursor?: string | undefined;
}

/** What can be read of agents besides their conversations. */
export interface RecordsReader {
  /** @throws AppError `turns.not_found` */
  turn(id: string): Promise<Turn>;
  /** By default from its beginning to what was seen last. @throws AppError `agents.not_found` */
  timeline(
    agentId: string,
    window: { from?: string | undefined; to?: string | undefined },
  ): Promise<Timeline>;
  /** @throws AppError `agents.not_found`, `images.not_found` */
  image(agentId: string, hash: string): Promise<KeptImage>;
  /** Agents that this one started, oldest first. @throws AppError `agents.not_found` */
  children(agentId: string, page: PageOf): Promise<Page<ChildAgent>>;
  /** Turns that have every word of `q`, the latest first. */
  search(
    search: Omit<TurnSearch, "words" | "projectIds"> & PageOf & { q: string; projectId?: string | undefined },
  ): Promise<Page<TurnHit>>;
  /** @throws AppError `agents.not_found` */
  signals(agentId: string, page: PageOf): Promise<Page<AgentSignal>>;
  /** @throws AppError `agents.not_found` */
  processes(agentId: string, page: PageOf): Promise<Page<AgentProcess>>;
  /** @throws AppError `agents.not_found` */
  files(agentId: string): Promise<{ items: TouchedFile[]; more: boolean }>;
}

const hits = keysetCursor("turn-hits", z.object({ at: Instant, id: Id }));
const children = keysetCursor("agent-children", Id);
const signals = keysetCursor("agent-signals", Id);
const processes = keysetCursor("agent-processes", Id);

export const createRecordsReader = (
  read: Queryable,
  agents: Pick<AgentReader, "get">,
  familyOf: (projectId: string) => Promise<readonly string[]> = async (projectId) => [projectId],
): RecordsReader => ({
  async turn(id) {
    const turn = await findTurn(read, id);
    if (turn === undefined) throw agentErrors.noTurn(id);
    return turn;
  },
  async timeline(agentId, { from, to }) {
    const { startedAt, lastSeenAt } = await agents.get(agentId);
    const begin = new Date(from ?? startedAt);
    const end = new Date(to ?? lastSeenAt);
    return findTimeline(read, agentId, {
      from: begin,
      to: end > begin ? end : new Date(begin.getTime() + 1),
    });
  },
  async image(agentId, hash) {
    await agents.get(agentId);
    const image = await findImage(read, agentId, hash);
    if (image === undefined) throw agentErrors.noImage(hash);
    return image;
  },
  async children(agentId, { limit, cursor }) {
    const after = children.decode(cursor);
    await agents.get(agentId);
    const rows = await findChildAgents(read, agentId, { after, limit: limit + 1 });
    return pageOfRows(rows, limit, ({ id }) => children.encode(id));
  },
  async search({ q, limit, cursor, projectId, ...narrowed }) {
    const words = await wordsIn(read, q);
    const key = hits.decode(cursor);
    if (words.length === 0) return { items: [], nextCursor: null };
    const before = key && { at: new Date(key.at), id: key.id };
    const projectIds = projectId === undefined ? undefined : await familyOf(projectId);
    const rows = await findHits(read, { words, projectIds, ...narrowed }, { before, limit: limit + 1 });
    return pageOfRows(rows, limit, ({ at, turnId }) => hits.encode({ at, id: turnId }));
  },
  async signals(agentId, { limit, cursor }) {
    const before = signals.decode(cursor);
    await agents.get(agentId);
    const rows = await findAgentSignals(read, agentId, { before, limit: limit + 1 });
    return pageOfRows(rows, limit, ({ id }) => signals.encode(id));
  },
  async processes(agentId, { limit, cursor }) {
    const before = processes.decode(cursor);
    await agents.get(agentId);
    const rows = await findProcesses(read, agentId, { before, limit: limit + 1 });
    return pageOfRows(rows, limit, ({ id }) => processes.encode(id));
  },
  async files(agentId) {
    await agents.get(agentId);
    return findTouchedFiles(read, agentId);
  },
});
