import type { Message, MessageState } from "@signalbox/contract/subscribers";
import type { Aspect } from "../../ui/lamp.tsx";

export const messageAspects: Readonly<Record<MessageState, { aspect: Aspect; word: string }>> = {
  waiting: { aspect: "commanded", word: "Waiting" },
  sent: { aspect: "complete", word: "Sent" },
  dead: { aspect: "failed", word: "Given up" },
};

/** What became of a test, in a sentence. */
export const testWords = ({ state, status, reason, tookMs }: Message): string =>
  state === "sent" ? `It was taken: ${status} after ${tookMs} ms` : `It was not taken: ${reason}`;
