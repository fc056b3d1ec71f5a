import type { Question } from "@signalbox/contract/agents";
import type { OpenWay } from "@signalbox/contract/answers";
import type { AttentionItem, Status } from "@signalbox/contract/attention";
import type { Backend, Page } from "@signalbox/contract/common";
import { z } from "zod";
import type { Clock } from "../../kernel/clock.ts";
import type { Db, OpenDatabase } from "../../platform/database/database.ts";
import type { EventLog } from "../../platform/events/events.ts";
import { keysetCursor, pageOfRows } from "../../platform/http/cursor.ts";
import { attentionItem } from "./attention-item.ts";
import { startOfDay } from "./hour.ts";
import { type Hour, hoursSince } from "./hours.repository.ts";
import type { AgentsAtWork, ProjectNames, WaitingQuestion } from "./ports.ts";

export interface AttentionOptions {
  db: Db & Pick<OpenDatabase, "state">;
  agents: AgentsAtWork;
  namesOf: ProjectNames;
  /** The ways to questions that are open now, by question; one that only its terminal can answer has none. */
  waysTo(
    asking: readonly { agentId: string; backend: Backend; question: Question }[],
  ): Promise<ReadonlyMap<string, OpenWay>>;
  events: Pick<EventLog, "range">;
  clock: Clock;
  /** Of this server. */
  version: string;
  /** Whether what happens here is played from recordings. */
  demo: boolean;
}

export interface AttentionService {
  /** What needs the operator now, the longest wait first. */
  list(page: { limit: number; cursor?: string | undefined }): Promise<Page<AttentionItem>>;
  /** `since`: when the caller's day began. */
  status(since: string | undefined): Promise<Status>;
}

const queueCursor = keysetCursor("attention", z.tuple([z.iso.datetime(), z.uuid()]));

export const createAttentionService = (options: AttentionOptions): AttentionService => ({
  list: (page) => listWaiting(options, page),
  status: (since) => overview(options, since),
});

const listWaiting = async (
  { agents, namesOf, waysTo }: AttentionOptions,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<AttentionItem>> => {
  const key = queueCursor.decode(cursor);
  const after = key && { at: new Date(key[0]), id: key[1] };
  const waiting = await agents.waiting({ after, limit: limit + 1 });
  const page = pageOfRows(waiting, limit, ({ question }) => queueCursor.encode([question.at, question.id]));
  const projectIds = page.items.flatMap(({ agent }) => agent.projectId ?? []);
  const asking = page.items.map(({ agent: { id, backend }, question }) => ({
    agentId: id,
    backend,
    question,
  }));
  const [names, ways] = await Promise.all([namesOf([...new Set(projectIds)]), waysTo(asking)]);
  const wayOf = ({ question }: WaitingQuestion) => ways.get(question.id) ?? null;
  return { ...page, items: page.items.map((item) => attentionItem(item, names, wayOf(item))) };
};

const overview = async (
  { db, agents, events, clock, version, demo }: AttentionOptions,
  since: string | undefined,
): Promise<Status> => {
  const [waiting, byState, hours, parkedSignals, { newest }] = await Promise.all([
    agents.countWaiting(),
    agents.countLive(),
    hoursSince(db.read, startOfDay(clock.now(), since)),
    agents.countParked(),
    events.range(),
  ]);
  const none = { idle: 0, commanded: 0, processing: 0, awaiting_input: 0, complete: 0 };
  const states = { ...none, ...byState };
  return {
    version,
    demo,
    diskFull: db.state() === "full",
    readOnly: db.state() === "read_only",
    agents: { live: Object.values(states).reduce((sum, count) => sum + count, 0), ...states },
    attention: waiting.count,
    oldestWaitSince: waiting.oldest?.toISOString() ?? null,
    today: todayOf(hours),
    parkedSignals,
    position: String(newest),
  };
};

const todayOf = (hours: readonly Hour[]): Status["today"] => ({
  completed: hours.reduce((sum, { completed }) => sum + completed, 0),
  done: hours.reduce((sum, { done }) => sum + done, 0),
  hours: hours.map(({ hour, completed, done }) => ({ hour: hour.toISOString(), completed, done })),
});
