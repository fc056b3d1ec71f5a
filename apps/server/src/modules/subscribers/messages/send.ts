import { subscriberDisabled } from "@signalbox/contract/subscribers";
import { AppError, messageOf } from "../../../kernel/errors.ts";
import { clipText } from "../../../kernel/json.ts";
import { redactText } from "../../../kernel/redact.ts";
import type { Tx } from "../../../platform/database/database.ts";
import { newEvent } from "../../../platform/events/events.ts";
import { webhookHeaders } from "../../../platform/outbound/signed-webhook.ts";
import { backoffMs, retryAfterMs } from "../../../platform/outbound/waits.ts";
import type { SubscribersOptions } from "../options.ts";
import { findSubscriber, placeOf, type SubscriberRow, turnOff } from "../subscribers.repository.ts";
import {
  claimDue,
  type MessageRow,
  moveToSettled,
  putOff,
  type Tried,
  webhookIdOf,
} from "./messages.repository.ts";

/** Longer than one try may take, redirects and all; then another node thinks it abandoned. */
export const claimMs = 2 * 60_000;
const mostMs = 60_000;
/** Five seconds, 20, 80, then 5 and 21 minutes, 85 minutes, 6 hours, and 8 twice: a day or so in all. */
const backoff = { firstMs: 5_000, factor: 4, longestMs: 8 * 60 * 60_000 };
export const mostAttempts = 10;
const longestWaitMs = 24 * 60 * 60_000;
const longestReason = 500;

/** What became of one try. */
type End = Tried &
  ({ kind: "sent" } | { kind: "later"; afterMs: number | null } | { kind: "dead" } | { kind: "gone" });

/** Sends the next message that is due; false where there is none. */
export async function sendNext(options: SubscribersOptions, signal: AbortSignal): Promise<boolean> {
  const at = options.clock.now();
  const until = new Date(at.getTime() + claimMs);
  const row = await options.db.transaction((tx) => claimDue(tx, { at, until }));
  if (row === undefined) return false;
  const end = await trySending(row, options, signal);
  // Stopped in the middle: nobody knows whether it arrived, so it is sent once more, by the same id.
  if (end.kind === "later" && signal.aborted) return false;
  await options.db.transaction((tx) => settle(tx, row, end, options));
  return true;
}

/** Sends a message once that is taken already, and gives it up where that fails. */
export async function sendOnce(
  row: MessageRow,
  options: SubscribersOptions,
  signal: AbortSignal,
): Promise<MessageRow> {
  const end = await trySending(row, options, signal);
  const state = end.kind === "sent" ? "sent" : "dead";
  const settled = await options.db.transaction((tx) =>
    moveToSettled(tx, row, { ...end, state, at: options.clock.now() }),
  );
  return settled ?? row;
}

async function trySending(row: MessageRow, options: SubscribersOptions, signal: AbortSignal): Promise<End> {
  const began = performance.now();
  const took = () => ({ tookMs: Math.round(performance.now() - began) });
  try {
    const subscriber = await findSubscriber(options.db.read, row.subscriber_id);
    if (subscriber === undefined)
      return { kind: "dead", status: null, reason: "Its subscriber was removed", ...took() };
    const limit = AbortSignal.any([signal, AbortSignal.timeout(mostMs)]);
    const reply = await post(row, subscriber, options, limit);
    return { ...endOf(reply.status, reply.afterMs), status: reply.status, ...took() };
  } catch (error) {
    const reason = clipText(redactText(messageOf(error)), longestReason);
    const isFinal = error instanceof AppError && error.kind === "invalid";
    const kind = isFinal ? ({ kind: "dead" } as const) : ({ kind: "later", afterMs: null } as const);
    return { ...kind, status: null, reason, ...took() };
  }
}

async function post(
  row: MessageRow,
  subscriber: SubscriberRow,
  { clock, outbound, vault }: SubscribersOptions,
  signal: AbortSignal,
) {
  const at = clock.now();
  const { id, url, sealed_secret, former_secret, former_until } = subscriber;
  const sealed = [sealed_secret];
  if (former_secret !== null && former_until !== null && former_until > at) sealed.push(former_secret);
  const secrets = await Promise.all(sealed.map((one) => vault.open(placeOf(id), one)));
  const headers = webhookHeaders({ id: webhookIdOf(row.id), at, body: row.body, secrets });
  const { status, headers: answered } = await outbound.post({ url, headers, body: row.body, signal });
  return { status, afterMs: retryAfterMs(answered["retry-after"], at, longestWaitMs) };
}

/** Whatever is not taken is tried again, since receivers are mended; 410 alone says that nobody will take it. */
function endOf(status: number, afterMs: number | null) {
  if (status >= 200 && status < 300) return { kind: "sent", reason: null } as const;
  const reason = `It answered ${status}`;
  return status === 410 ? ({ kind: "gone", reason } as const) : ({ kind: "later", reason, afterMs } as const);
}

async function settle(tx: Tx, row: MessageRow, end: End, options: SubscribersOptions): Promise<void> {
  const at = options.clock.now();
  if (end.kind === "later" && row.attempts < mostAttempts) {
    const wait = end.afterMs ?? backoffMs(backoff, row.attempts, options.chance());
    await putOff(tx, row, { ...end, at: new Date(at.getTime() + wait) });
    return;
  }
  const state = end.kind === "sent" ? "sent" : "dead";
  const settled = await moveToSettled(tx, row, { ...end, state, at });
  if (settled !== undefined && end.kind === "gone") await turnOffGone(tx, row, at, options);
}

async function turnOffGone(
  tx: Tx,
  { subscriber_id: subscriberId }: MessageRow,
  at: Date,
  { events }: Pick<SubscribersOptions, "events">,
): Promise<void> {
  const reason = "It answered 410: it wants to be told no more";
  const off = await turnOff(tx, subscriberId, { reason, at });
  if (off === undefined) return;
  const subject = { kind: "subscriber", id: subscriberId };
  const context = { at, actor: "system", subject, correlationId: subscriberId };
  events.append(tx, newEvent(subscriberDisabled, context, { subscriberId, name: off.name, reason }));
}
