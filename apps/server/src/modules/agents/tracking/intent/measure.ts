import type { Intent } from "@signalbox/contract/agents";
import { detectIntent } from "./detect-intent.ts";
import { detectReply } from "./detect-reply.ts";
import type { LabelledMessage } from "./labelled.ts";

/** The two readings, each with what it tells apart. */
export const readings = {
  agent: ["question", "completion", "progress"],
  user: ["command", "answer"],
} as const satisfies Record<string, readonly Intent[]>;

/** A labelled message with what was read from it. */
export interface Measured {
  message: LabelledMessage;
  read: Intent;
}

const ofUser: readonly Intent[] = readings.user;

/** What is read from labelled messages. */
export const measure = (messages: readonly LabelledMessage[]): Measured[] =>
  messages.map((message) => {
    const detect = ofUser.includes(message.intent) ? detectReply : detectIntent;
    return { message, read: detect(message.text).intent };
  });

export const countOf = (measured: readonly Measured[], labelled: Intent, read: Intent): number =>
  measured.filter((one) => one.message.intent === labelled && one.read === read).length;

/** Of the messages with this label, the share that was found. */
export const recallOf = (measured: readonly Measured[], intent: Intent): number =>
  share(measured, intent, ({ message }) => message.intent === intent);

/** Of the messages read as this, the share that is. */
export const precisionOf = (measured: readonly Measured[], intent: Intent): number =>
  share(measured, intent, ({ read }) => read === intent);

function share(measured: readonly Measured[], intent: Intent, isOf: (one: Measured) => boolean): number {
  const all = measured.filter(isOf).length;
  return all === 0 ? 1 : countOf(measured, intent, intent) / all;
}
