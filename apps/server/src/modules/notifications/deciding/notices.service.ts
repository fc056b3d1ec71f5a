import { questionHeld, questionReleased } from "@signalbox/contract/answers";
import type { EventEnvelope } from "@signalbox/contract/event";
import { isSilent, silentAfterMs } from "@signalbox/contract/silence";
import type { Clock } from "../../../kernel/clock.ts";
import { newId } from "../../../kernel/ids.ts";
import type { Db, Statement, Tx } from "../../../platform/database/database.ts";
import type { JobQueue } from "../../../platform/jobs/job-queue.ts";
import { hasChannels } from "../channels/channels.repository.ts";
import { type DeliverJob, decideNotices, remind } from "../job-definitions.ts";
import { notificationErrors } from "../notifications.errors.ts";
import type { ToldAgents } from "../ports.ts";
import { dropWaiting, insertDeliveries } from "../sending/deliveries.repository.ts";
import { type Decided, type Decisions, decide, type Notice, outdated } from "./decide.ts";
import { readPeople } from "./facts.ts";
import {
  addNotice,
  findNotice,
  findUndecided,
  holdStatement,
  insertNotice,
  type NewNotice,
  type NoticeRow,
  settleNotices,
} from "./notices.repository.ts";
import { occasionOf } from "./occasion.ts";

/** What a bot has to tell people. */
export interface BotTold extends NonNullable<NewNotice["told"]> {
  cause: string;
  projectId: string | null;
  correlationId: string;
}

export interface NoticesOptions {
  db: Db;
  clock: Clock;
  queue: JobQueue;
  agents: ToldAgents;
  deliver: DeliverJob;
}

/** What happened, noted once, and decided on once. */
export interface NoticesService {
  /** What notes an event, with the job that decides on it. */
  note(event: EventEnvelope): Promise<readonly Statement[]>;
  /** Notes sessions of which nothing is heard for long. */
  noteSilence(): Promise<void>;
  /** Notes what a bot has to tell, once for a cause; false where nobody has a channel. */
  tell(told: BotTold): Promise<boolean>;
  /** Decides on whatever nobody has decided on. */
  decideAll(): Promise<{ decided: number }>;
  /** Notes that somebody is to be told again, where that is true still. `by` names the reminding. */
  remind(reminding: { noticeId: string; userId: string; by: string }): Promise<void>;
}

const most = 200;
/** What has ended so long ago is no news; a question that is open still is. */
const newsForMs = 60 * 60_000;
/** Who has been silent for longer was told of before, or when nobody listened. */
const silenceSpanMs = 15 * 60_000;

const cause = (correlationId: string) => ({ actor: "system", correlationId });

export function createNotices(options: NoticesOptions): NoticesService {
  const { db, clock, queue, agents } = options;
  const enqueueDecision = (tx: Tx, correlationId: string) =>
    queue.enqueue(tx, decideNotices, { payload: {}, cause: cause(correlationId) });
  return {
    note: (event) => noteEvent(options, event),
    async noteSilence() {
      if (!(await hasChannels(db.read))) return;
      const now = clock.now().getTime();
      const before = new Date(now - silentAfterMs);
      const silent = await agents.silentBetween(new Date(before.getTime() - silenceSpanMs), before);
      for (const agent of silent.filter((one) => isSilent(one, now))) {
        const notice: NewNotice = {
          ...{ id: newId(), cause: `silence:${agent.id}:${agent.lastSeenAt}`, reason: "silence" },
          ...{ agentId: agent.id, projectId: agent.projectId, questionId: null, remindsUserId: null },
          ...{ held: false, at: clock.now(), correlationId: newId() },
        };
        await db.transaction(async (tx) => {
          if (await addNotice(tx, notice)) await enqueueDecision(tx, notice.correlationId);
        });
      }
    },
    async tell({ cause, projectId, correlationId, ...told }) {
      if (!(await hasChannels(db.read))) return false;
      const notice: NewNotice = {
        ...{ id: newId(), cause, reason: "bot", agentId: null, projectId, correlationId, told },
        ...{ questionId: null, remindsUserId: null, held: false, at: clock.now() },
      };
      await db.transaction(async (tx) => {
        if (await addNotice(tx, notice)) await enqueueDecision(tx, correlationId);
      });
      return true;
    },
    async decideAll() {
      const rows = await findUndecided(db.read, most);
      if (rows.length === 0) return { decided: 0 };
      const now = clock.now();
      const notices = await asNotices(options, rows);
      const decisions = decide(notices, await readPeople(db.read, now, agents), { now, newId });
      const ids = rows.map(({ id }) => id);
      await db.transaction(async (tx) => {
        // Another node may have decided meanwhile, where this one was taken for dead: what it left is decided anew.
        if ((await settleNotices(tx, ids, now)).size < ids.length)
          throw notificationErrors.decidedElsewhere();
        await store(options, tx, decisions, rows);
      });
      return { decided: rows.length };
    },
    async remind({ noticeId, userId, by }) {
      const notice = await findNotice(db.read, noticeId);
      if (notice?.question_id == null) return;
      const [question] = await agents.questionsBy([notice.question_id]);
      if (question?.state !== "open") return;
      const again: NewNotice = {
        ...{ id: newId(), cause: `reminder:${by}`, reason: notice.reason, agentId: notice.agent_id },
        ...{ projectId: notice.project_id, questionId: question.id, remindsUserId: userId },
        ...{ held: notice.held, at: clock.now(), correlationId: notice.correlation_id },
      };
      await db.transaction(async (tx) => {
        if (await addNotice(tx, again)) await enqueueDecision(tx, again.correlationId);
      });
    },
  };
}

async function noteEvent({ db, queue }: NoticesOptions, event: EventEnvelope): Promise<readonly Statement[]> {
  const { id, type, agentId, projectId, correlationId, subject } = event;
  if (type === questionHeld.type || type === questionReleased.type)
    return [holdStatement(subject.id, type === questionHeld.type)];
  const occasion = occasionOf(event);
  if (occasion === null || agentId === null || !(await hasChannels(db.read))) return [];
  const notice = { id, cause: `event:${id}`, agentId, projectId, at: new Date(event.at), correlationId };
  return [
    insertNotice({ ...notice, ...occasion, remindsUserId: null, held: false }),
    queue.statementFor(decideNotices, { payload: {}, cause: { ...cause(correlationId), causationId: id } }),
  ];
}

/** Who agents are: a child is who started it, and one that another session follows is who that was. */
async function personasOf(
  agents: Pick<ToldAgents, "agentsBy">,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const told = await agents.agentsBy(ids);
  const before = told.flatMap(({ parentId, previousAgentId }) => parentId ?? previousAgentId ?? []);
  const others = new Map(
    (await agents.agentsBy([...new Set(before)])).map((agent) => [agent.id, agent.personaId]),
  );
  return new Map(
    told.map(({ id, personaId, parentId, previousAgentId }) => [
      id,
      personaId ?? others.get(parentId ?? previousAgentId ?? "") ?? null,
    ]),
  );
}

async function asNotices({ agents, clock }: NoticesOptions, rows: readonly NoticeRow[]): Promise<Notice[]> {
  const questions = await agents.questionsBy(rows.flatMap(({ question_id }) => question_id ?? []));
  const personas = await personasOf(agents, [...new Set(rows.flatMap(({ agent_id }) => agent_id ?? []))]);
  const open = new Set(questions.flatMap(({ id, state }) => (state === "open" ? id : [])));
  const newsSince = clock.now().getTime() - newsForMs;
  return rows.map((row) => ({
    ...{ id: row.id, reason: row.reason, agentId: row.agent_id, projectId: row.project_id },
    ...{ personaId: personas.get(row.agent_id ?? "") ?? null },
    ...{ questionId: row.question_id, remindsUserId: row.reminds_user_id, at: row.at },
    stands: row.question_id === null ? row.at.getTime() > newsSince : open.has(row.question_id),
  }));
}

async function store(
  { clock, queue, deliver }: NoticesOptions,
  tx: Tx,
  { deliveries, replaced, reminders }: Decisions,
  rows: readonly NoticeRow[],
): Promise<void> {
  const now = clock.now();
  const causeOf = (noticeId: string | undefined) =>
    cause(rows.find(({ id }) => id === noticeId)?.correlation_id ?? newId());
  await dropWaiting(tx, replaced, { why: outdated, at: now });
  // A digest comes before those that it tells of.
  await insertDeliveries(
    tx,
    deliveries.map((decided) => rowOf(decided, now)),
  );
  for (const { id, state, dueAt, notice } of deliveries) {
    if (state !== "waiting") continue;
    const request = { payload: { deliveryId: id }, cause: causeOf(notice?.id) };
    await queue.enqueue(tx, deliver, dueAt > now ? { ...request, runAt: dueAt } : request);
  }
  for (const { noticeId, userId, at } of reminders)
    await queue.enqueue(tx, remind, { payload: { noticeId, userId }, cause: causeOf(noticeId), runAt: at });
}

const rowOf = ({ id, userId, notice, channel, kind, state, why, digestId, dueAt }: Decided, now: Date) => ({
  ...{ id, user_id: userId, notice_id: notice?.id ?? null, kind, state, why, digest_id: digestId },
  ...{ channel_id: channel.id, channel_kind: channel.kind, channel_name: channel.name },
  ...{ reason: notice?.reason ?? null, agent_id: notice?.agentId ?? null },
  ...{ question_id: notice?.questionId ?? null, created_at: now, due_at: dueAt },
  settled_at: state === "waiting" ? null : now,
});
