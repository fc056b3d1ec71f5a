import { getStatus } from "@signalbox/contract/attention";
import { EventEnvelope, Position } from "@signalbox/contract/event";
import { streamEvents } from "@signalbox/contract/events";
import { createParser, type EventSourceMessage } from "eventsource-parser";
import { type BackoffOptions, backoffMs, defaultBackoff, pause } from "./backoff.ts";
import { type Client, pathOf, queryOf } from "./client.ts";
import { ApiError, UnexpectedReply } from "./errors.ts";
import { filterQuery, type StreamFilter } from "./event-query.ts";

/** What comes out of a followed log. */
export type FollowedItem =
  | { kind: "event"; event: EventEnvelope }
  /** The position could not be resumed from: what was known is stale, and it goes on from here. */
  | { kind: "reset"; position: string };

export interface FollowOptions extends StreamFilter {
  /** Resume after this position; without it, follow from now. */
  after?: string;
  signal?: AbortSignal;
  /** A stream that says nothing, not even a heartbeat, for this long is opened anew. */
  silenceMs?: number;
  backoff?: BackoffOptions;
  /** Told before each new attempt why the one before ended. */
  onInterrupted?: (interruption: { cause: unknown; retryInMs: number }) => void;
}

/**
 * Follows the event log over server-sent events until the signal aborts, reconnecting where it left off. Refusals
 * that trying again would not cure are thrown.
 */
export async function* followEvents(
  client: Client,
  options: FollowOptions = {},
): AsyncGenerator<FollowedItem> {
  const { backoff = defaultBackoff, onInterrupted } = options;
  const ended = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, ended.signal]) : ended.signal;
  let position = options.after;
  let failures = 0;
  try {
    while (!signal.aborted) {
      let cause: unknown = new Error("The stream ended");
      try {
        // "From now" becomes a position at once, so that a connection lost early leaves no gap.
        position ??= (await client.call(getStatus, { signal })).position;
        for await (const item of readStream(client, { ...options, after: position, signal })) {
          position = item.kind === "event" ? item.event.position : item.position;
          failures = 0;
          yield item;
        }
      } catch (thrown) {
        if (signal.aborted) return;
        if (isFinal(thrown)) throw thrown;
        cause = thrown;
      }
      if (signal.aborted) return;
      failures += 1;
      const retryInMs = backoffMs(backoff, failures);
      onInterrupted?.({ cause, retryInMs });
      await pause(retryInMs, signal);
    }
  } finally {
    ended.abort();
  }
}

/** A refusal of the request itself; a full, restarting or missing server, told of by a proxy too, may be back later. */
const isFinal = (thrown: unknown): boolean =>
  (thrown instanceof ApiError || thrown instanceof UnexpectedReply) &&
  thrown.status < 500 &&
  thrown.status !== 429;

type Attempt = FollowOptions & { after: string; signal: AbortSignal };

/** One connection, to its end. */
async function* readStream(client: Client, options: Attempt): AsyncGenerator<FollowedItem> {
  const silence = silenceGuard(options.silenceMs ?? 60_000);
  try {
    const response = await client.open({
      method: streamEvents.method,
      path: pathOf(streamEvents.path, {}) + queryOf(filterQuery(options)),
      headers: { accept: "text/event-stream", "last-event-id": options.after },
      signal: AbortSignal.any([options.signal, silence.signal]),
    });
    const messages: EventSourceMessage[] = [];
    const parser = createParser({ onEvent: (message) => messages.push(message) });
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      silence.heard();
      parser.feed(decoder.decode(chunk, { stream: true }));
      for (const message of messages.splice(0)) yield itemOf(message);
    }
  } finally {
    silence.end();
  }
}

const itemOf = (message: EventSourceMessage): FollowedItem => {
  const content: unknown = JSON.parse(message.data);
  if (message.event !== "reset") return { kind: "event", event: EventEnvelope.parse(content) };
  const position = Position.parse(
    typeof content === "object" && content !== null && "position" in content ? content.position : undefined,
  );
  return { kind: "reset", position };
};

/** Aborts when nothing was heard for a while: a connection can be dead without either end being told. */
const silenceGuard = (silenceMs: number) => {
  const controller = new AbortController();
  const giveUp = () => controller.abort(new Error(`The stream was silent for ${silenceMs} ms`));
  let timer = setTimeout(giveUp, silenceMs);
  return {
    signal: controller.signal,
    heard() {
      clearTimeout(timer);
      timer = setTimeout(giveUp, silenceMs);
    },
    end: () => clearTimeout(timer),
  };
};
