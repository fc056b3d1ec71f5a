import { createTicket } from "@signalbox/contract/auth";
import type { EventEnvelope } from "@signalbox/contract/event";
import { type LiveMessage, liveSocket } from "@signalbox/contract/events";
import { type BackoffOptions, backoffMs, defaultBackoff, pause } from "./backoff.ts";
import { type Client, queryOf } from "./client.ts";
import { ApiError } from "./errors.ts";
import type { StreamFilter } from "./event-query.ts";
import { type LiveConnection, openLiveConnection } from "./live-connection.ts";

/** How the connection stands. */
export type LiveStatus =
  | { state: "connecting" }
  /** Everything up to now was delivered, or is on its way. */
  | { state: "live" }
  /** No connection; the next attempt comes by itself. */
  | { state: "waiting"; retryInMs: number; cause: unknown }
  /** The server refuses this caller, signed out for instance; no further attempt is made. */
  | { state: "refused"; cause: ApiError };

/** What a follower is told; also the state of its subscription. */
export interface LiveOptions {
  client: Client;
  filter?: StreamFilter;
  /** Resume after this position; without it, follow from now. */
  after?: string;
  /** Events in order, none twice. */
  onEvents(events: readonly EventEnvelope[]): void;
  /** The position could not be resumed from: fetch everything anew; events go on from here. */
  onReset(reason: string): void;
  /** Resolves when what was handed on is shown; asked only while traces are recorded. */
  shown?(): Promise<unknown>;
  onStatus?(status: LiveStatus): void;
  backoff?: BackoffOptions;
  /** How often to ask a silent server for a sign of life; two silent intervals end the connection. */
  pingMs?: number;
}

/** A live connection that keeps itself alive until it is closed. */
export interface LiveEvents {
  /** Replaces what is followed, from the present position on. */
  subscribe(filter: StreamFilter): void;
  /** Tries at once instead of waiting, for when the network is back or the page is shown again. */
  reconnect(): void;
  close(): void;
}

/** Follows the event log over the WebSocket: resumes where it left off, backs off with jitter. */
export const liveEvents = (options: LiveOptions): LiveEvents => {
  const { client, onStatus = () => {}, backoff = defaultBackoff, pingMs = 20_000 } = options;
  const closing = new AbortController();
  let waiting = new AbortController();
  let connection: LiveConnection | undefined;
  let filter = options.filter ?? {};
  let failures = 0;
  const feed = resumableFeed(options);

  const subscribe = () => connection?.say({ kind: "subscribe", after: feed.position(), ...listsOf(filter) });

  /** The last step of a trace: only who shows an event knows when it is done. */
  const tellShown = async (events: readonly EventEnvelope[], began: number) => {
    const last = events.findLast(({ traceparent }) => traceparent !== undefined);
    if (last === undefined || options.shown === undefined) return;
    await options.shown();
    connection?.say({ kind: "shown", position: last.position, tookMs: performance.now() - began });
  };

  const onMessage = (message: LiveMessage) => {
    const began = performance.now();
    feed.take(message);
    if (message.kind === "events") void tellShown(message.events, began);
    if (message.kind !== "subscribed") return;
    failures = 0;
    onStatus({ state: "live" });
  };

  /** Resolves with the reason when the connection is over. */
  const connect = async (): Promise<unknown> => {
    onStatus({ state: "connecting" });
    const { ticket } = await client.call(createTicket, { signal: closing.signal });
    closing.signal.throwIfAborted();
    const url = `${client.baseUrl.replace(/^http/, "ws")}${liveSocket.path}${queryOf({ ticket })}`;
    connection = openLiveConnection({ url, pingMs, signal: closing.signal, onOpen: subscribe, onMessage });
    return connection.ended;
  };

  const run = async () => {
    while (!closing.signal.aborted) {
      const cause = await connect().catch((thrown: unknown) => thrown);
      if (closing.signal.aborted) return;
      if (cause instanceof ApiError && [401, 403].includes(cause.status)) {
        return onStatus({ state: "refused", cause });
      }
      failures += 1;
      const retryInMs = backoffMs(backoff, failures);
      waiting = new AbortController();
      onStatus({ state: "waiting", retryInMs, cause });
      await pause(retryInMs, AbortSignal.any([closing.signal, waiting.signal]));
    }
  };

  void run();
  return {
    subscribe(wanted) {
      filter = wanted;
      subscribe();
    },
    reconnect: () => waiting.abort(),
    close: () => closing.abort(),
  };
};

/** Remembers how far events came, and hands on what is new. */
const resumableFeed = ({ after, onEvents, onReset }: LiveOptions) => {
  let position = after === undefined ? undefined : BigInt(after);
  return {
    position: () => position?.toString(),
    take(message: LiveMessage): void {
      if (message.kind === "error") throw new Error(`${message.code}: ${message.detail}`);
      if (message.kind === "subscribed") position ??= BigInt(message.position);
      if (message.kind === "reset") {
        position = BigInt(message.position);
        onReset(message.reason);
      }
      if (message.kind === "events") {
        const known = position ?? -1n;
        const fresh = message.events.filter((event) => BigInt(event.position) > known);
        const last = fresh.at(-1);
        if (last === undefined) return;
        position = BigInt(last.position);
        onEvents(fresh);
      }
    },
  };
};

const listsOf = ({ types, projectIds, agentIds }: StreamFilter) => ({
  types: types && [...types],
  projectIds: projectIds && [...projectIds],
  agentIds: agentIds && [...agentIds],
});
