import type { Agent, Question } from "@signalbox/contract/agents";
import { NotificationReason } from "@signalbox/contract/notification-channels";
import {
  channelChanged,
  channelRemoved,
  notificationDelivered,
  notificationFailed,
} from "@signalbox/contract/notifications";
import type { Clock } from "../../../kernel/clock.ts";
import { AppError, messageOf } from "../../../kernel/errors.ts";
import { redactText } from "../../../kernel/redact.ts";
import type { Db, Tx } from "../../../platform/database/database.ts";
import { type EventLog, newEvent } from "../../../platform/events/events.ts";
import type { JobContext } from "../../../platform/jobs/define-job.ts";
import type { JobQueue } from "../../../platform/jobs/job-queue.ts";
import type { Offers } from "../answering/offers.ts";
import { type ChannelRow, deleteChannel, findChannel, switchOff } from "../channels/channels.repository.ts";
import { type ChannelSettings, readSettings } from "../channels/settings.ts";
import { findNotice, type NoticeRow } from "../deciding/notices.repository.ts";
import type { DeliverJob, Retry } from "../job-definitions.ts";
import type { Keys } from "../keeping/key-folder.ts";
import type { ProjectNames, ToldAgents, ToldPeople } from "../ports.ts";
import {
  type DeliveryRow,
  findDelivery,
  findGathered,
  noteAttempt,
  type Settlement,
  settleDelivery,
} from "./deliveries.repository.ts";
import { type Message, wordsOf, wordsOfBot, wordsOfMany } from "./message.ts";
import type { Outcome } from "./sender.ts";

export interface DeliveringOptions {
  db: Db;
  clock: Clock;
  events: Pick<EventLog, "append">;
  queue: JobQueue;
  keys: Pick<Keys, "open">;
  agents: ToldAgents;
  people: Pick<ToldPeople, "isInUse" | "signedIn">;
  namesOf: ProjectNames;
  offers: Pick<Offers, "buttons">;
  send(settings: ChannelSettings, message: Message, signal: AbortSignal): Promise<Outcome>;
  /** Where people find the web app. */
  origin(): string;
  deliver: DeliverJob;
  retry: Retry;
}

/** What a job tells of the delivery it is for. */
export type DeliveryJob = Pick<
  JobContext<{ deliveryId: string }, never>,
  "payload" | "attempt" | "signal" | "cause"
>;

/** Sends what waits. */
export interface Delivering {
  /** One try; throws where another may do. */
  deliver(job: DeliveryJob): Promise<{ state: string }>;
}

export const createDelivering = (options: DeliveringOptions): Delivering => ({
  async deliver(job) {
    const row = await findDelivery(options.db.read, job.payload.deliveryId);
    if (row === undefined || (row.state !== "waiting" && row.state !== "failed"))
      return { state: row?.state ?? "gone" };
    const [channel, question] = await Promise.all([
      row.channel_id === null ? undefined : findChannel(options.db.read, row.channel_id),
      questionOf(options, row),
    ]);
    const why = await needless(options, { row, channel, question });
    if (channel === undefined || why !== null) {
      const dropped = { state: "dropped", why: why ?? "Its channel was removed" } as const;
      await options.db.transaction(async (tx) => {
        await settleDelivery(tx, row.id, { ...dropped, at: options.clock.now() });
        if (channel !== undefined && why === signedOut) await forget(options, tx, channel);
      });
      return { state: "dropped" };
    }
    const outcome = await attempt(options, { row, channel, question, signal: job.signal });
    return settle(options, { job, row, channel, outcome });
  },
});

async function questionOf({ agents }: DeliveringOptions, row: DeliveryRow): Promise<Question | null> {
  if (row.question_id === null) return null;
  const [question] = await agents.questionsBy([row.question_id]);
  return question ?? null;
}

interface Case {
  row: DeliveryRow;
  channel: ChannelRow | undefined;
  question: Question | null;
}

/** Whoever is signed out on a device is told nothing more there. */
const signedOut = "Its sign-in has ended";

/** Why it need not be sent any more. */
async function needless(
  { people }: DeliveringOptions,
  { row, channel, question }: Case,
): Promise<string | null> {
  if (channel === undefined) return "Its channel was removed";
  if (!channel.enabled && row.kind !== "test") return "Its channel was switched off";
  if (!(await people.isInUse(row.user_id))) return "The account is disabled";
  if (channel.sign_in_id !== null && (await people.signedIn(channel.sign_in_id)) === null) return signedOut;
  if (row.question_id !== null && question?.state !== "open") return "It was answered before it was sent";
  return null;
}

async function attempt(
  options: DeliveringOptions,
  { row, channel, question, signal }: Case & { channel: ChannelRow; signal: AbortSignal },
): Promise<Outcome> {
  try {
    const settings = readSettings(await options.keys.open(channel.id, channel.sealed_settings));
    const message = await messageFor(options, { row, channel, question });
    return await options.send(settings, message, signal);
  } catch (error) {
    const isFinal = error instanceof AppError && error.kind === "invalid";
    const why = messageOf(error);
    return isFinal ? { kind: "refused", why } : { kind: "later", why, afterMs: null };
  }
}

async function messageFor(
  options: DeliveringOptions,
  { row, channel, question }: Case & { channel: ChannelRow },
): Promise<Message> {
  const { origin, offers } = options;
  const notice = row.notice_id === null ? undefined : await findNotice(options.db.read, row.notice_id);
  const [agent = null] = row.agent_id === null ? [] : await options.agents.agentsBy([row.agent_id]);
  const { title, body: said, whole } = await words(options, { row, channel, question, agent, notice });
  const held = notice?.held ?? false;
  const body = redactText(said);
  return {
    ...{ id: row.id, kind: row.kind, title, body, url: `${origin()}${pathOf({ row, agent, notice })}` },
    ...{ at: row.created_at, agentId: row.agent_id, questionId: row.question_id },
    reason: row.reason === null ? null : NotificationReason.parse(row.reason),
    level: notice?.level ?? null,
    buttons: await offers.buttons(row.id, channel, { question, held, whole: whole && body === said }),
  };
}

interface About {
  agent: Agent | null;
  notice: NoticeRow | undefined;
}

/** Where it leads. */
function pathOf({ row, agent, notice }: About & { row: DeliveryRow }): string {
  if (row.kind === "test") return "/settings/notifications";
  if (notice?.execution_id != null) return `/executions/${notice.execution_id}`;
  return agent === null ? "/" : `/agents/${agent.id}`;
}

async function words(
  { db, namesOf }: DeliveringOptions,
  { row, channel, question, agent, notice }: Case & About & { channel: ChannelRow },
): Promise<{ title: string; body: string; whole: boolean }> {
  if (row.kind === "test")
    return {
      title: "Signalbox can reach you",
      body: `This is how ${channel.name} tells you of your agents.`,
      whole: false,
    };
  if (row.kind === "digest" || row.reason === null)
    return { ...wordsOfMany(await findGathered(db.read, row.id)), whole: false };
  if (notice?.execution_id != null)
    return wordsOfBot({ title: notice.title ?? "", body: notice.body ?? "", content: channel.with_content });
  const projectId = agent?.projectId ?? null;
  const names = projectId === null ? undefined : await namesOf([projectId]);
  return wordsOf({
    reason: NotificationReason.parse(row.reason),
    reminds: row.kind === "reminder",
    ...{ agent, question, projectName: names?.get(projectId ?? "") ?? null },
    content: channel.with_content,
  });
}

interface Tried {
  job: DeliveryJob;
  row: DeliveryRow;
  channel: ChannelRow;
  outcome: Outcome;
}

async function settle(options: DeliveringOptions, tried: Tried): Promise<{ state: string }> {
  const { db, clock } = options;
  const { job, row, channel, outcome } = tried;
  const attempts = row.attempts + 1;
  const at = clock.now();
  if (outcome.kind === "sent") {
    await db.transaction((tx) => end(options, tx, tried, { state: "sent", attempts, error: null, at }));
    return { state: "sent" };
  }
  const error = redactText(outcome.why);
  const failed = { state: "failed", attempts, error, at } as const;
  if (outcome.kind === "gone" && (await hasMoved(options, channel))) {
    await putOff(options, tried, { attempts, error, runAt: at });
    return { state: "waiting" };
  }
  if (outcome.kind === "refused" || outcome.kind === "gone") {
    await db.transaction(async (tx) => {
      await end(options, tx, tried, failed);
      if (outcome.kind === "gone") await putOut(options, tx, { channel, why: outcome.why });
    });
    return { state: "failed" };
  }
  const isLast = Math.max(attempts, job.attempt) > options.retry.limit;
  if (!isLast && outcome.afterMs !== null) {
    await putOff(options, tried, { attempts, error, runAt: new Date(at.getTime() + outcome.afterMs) });
    return { state: "waiting" };
  }
  await db.transaction((tx) =>
    isLast ? end(options, tx, tried, failed) : noteAttempt(tx, row.id, { attempts, error }),
  );
  // Tries are counted by the delivery, over all of its jobs: what is over for it must be over for the queue.
  throw new AppError(isLast ? "invalid" : "unavailable", "notifications.not_sent", error);
}

/** Whether it has another address by now: what was tried was the old one. */
async function hasMoved(
  { db }: DeliveringOptions,
  { id, sealed_settings: tried }: ChannelRow,
): Promise<boolean> {
  const now = await findChannel(db.read, id);
  if (now === undefined) return false;
  return now.enabled && now.sealed_settings !== tried;
}

/** The other side said when to come again: that is another job, so that no shorter wait of ours comes before. */
async function putOff(
  { db, queue, deliver }: DeliveringOptions,
  { job, row }: Tried,
  { attempts, error, runAt }: { attempts: number; error: string; runAt: Date },
): Promise<void> {
  const { payload, cause } = job;
  await db.transaction(async (tx) => {
    await noteAttempt(tx, row.id, { attempts, error });
    await queue.enqueue(tx, deliver, { payload, cause, runAt });
  });
}

async function end(
  { events }: DeliveringOptions,
  tx: Tx,
  { job, row, channel }: Tried,
  settlement: Settlement,
): Promise<void> {
  if ((await settleDelivery(tx, row.id, settlement)) === undefined) return;
  const told = settlement.state === "sent" ? notificationDelivered : notificationFailed;
  const context = {
    ...{ at: settlement.at, actor: "system", subject: { kind: "notification", id: row.id } },
    ...{ correlationId: job.cause.correlationId, agentId: row.agent_id },
  };
  events.append(
    tx,
    newEvent(told, context, {
      ...{ deliveryId: row.id, channelId: channel.id, channelKind: channel.kind, userId: row.user_id },
      ...{ kind: row.kind, questionId: row.question_id, deviceId: channel.device_id },
      reason: row.reason === null ? null : NotificationReason.parse(row.reason),
    }),
  );
}

/** Nobody is there any more: what was said of it stays, for whoever turns it on again. */
async function putOut(
  { events, clock }: DeliveringOptions,
  tx: Tx,
  { channel, why }: { channel: ChannelRow; why: string },
): Promise<void> {
  if ((await switchOff(tx, channel, why)) === undefined) return;
  const subject = { kind: "notification_channel", id: channel.id };
  const context = { at: clock.now(), actor: "system", subject, correlationId: channel.id };
  const { id: channelId, user_id: userId, kind } = channel;
  events.append(tx, newEvent(channelChanged, context, { channelId, userId, kind }));
}

async function forget({ events, clock }: DeliveringOptions, tx: Tx, channel: ChannelRow): Promise<void> {
  await deleteChannel(tx, channel.id);
  const subject = { kind: "notification_channel", id: channel.id };
  const context = { at: clock.now(), actor: "system", subject, correlationId: channel.id };
  const { id: channelId, user_id: userId, kind } = channel;
  events.append(tx, newEvent(channelRemoved, context, { channelId, userId, kind }));
}
