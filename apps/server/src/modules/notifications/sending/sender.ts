import type { OutboundReply } from "../../../platform/outbound/outbound.ts";
import { retryAfterMs } from "../../../platform/outbound/waits.ts";
import type { ChannelSettings } from "../channels/settings.ts";
import type { Message } from "./message.ts";

/** What became of one try. */
export type Outcome =
  | { kind: "sent" }
  /** Nobody is there any more: the channel is switched off. */
  | { kind: "gone"; why: string }
  /** Another try would end alike. */
  | { kind: "refused"; why: string }
  /** Another try may do; after so long, where the other side said. */
  | { kind: "later"; why: string; afterMs: number | null };

type SettingsOf<K extends ChannelSettings["kind"]> = Extract<ChannelSettings, { kind: K }>;

/** Sends by channels of one kind; what it throws may do at another try. */
export type Send<K extends ChannelSettings["kind"]> = (
  settings: SettingsOf<K>,
  message: Message,
  signal: AbortSignal,
) => Promise<Outcome>;

const longestWaitMs = 60 * 60_000;

/** What a web server's reply means to whoever sends. */
export function outcomeOf({ status, headers, text }: OutboundReply, now: Date): Outcome {
  if (status >= 200 && status < 300) return { kind: "sent" };
  const said = text.trim().slice(0, 200);
  const why = said === "" ? `It answered ${status}` : `It answered ${status}: ${said}`;
  const mayDo = status === 408 || status === 425 || status === 429 || status >= 500;
  return mayDo
    ? { kind: "later", why, afterMs: retryAfterMs(headers["retry-after"], now, longestWaitMs) }
    : { kind: "refused", why };
}
