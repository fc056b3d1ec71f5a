import type { Client } from "@signalbox/client/client";
import { type LiveEvents, type LiveStatus, liveEvents } from "@signalbox/client/live-events";
import type { EventEnvelope } from "@signalbox/contract/event";

/** How the page stands to the server, in the words of the top bar. */
export type Connection =
  | { state: "connecting" }
  | { state: "live" }
  /** The connection was lost a moment ago. */
  | { state: "reconnecting"; lostAt: number; retryAt: number | null }
  /** It has been away for longer, or the browser says there is no network. */
  | { state: "offline"; lostAt: number; retryAt: number | null };

export interface LiveFeed {
  connection(): Connection;
  subscribe(reader: () => void): () => void;
  reconnect(): void;
  close(): void;
}

interface LiveFeedOptions {
  client: Client;
  /** Everything fetched so far contains the events up to here; without it, what was fetched may miss some. */
  after?: string | undefined;
  onEvents(events: readonly EventEnvelope[]): void;
  /** Everything fetched so far may be stale. */
  onReset(): void;
  onRefused(cause: unknown): void;
}

/** After this many attempts in a row a lost connection is called offline. */
const patience = 3;

/** Resolves once what was changed is on the screen; a hidden page shows nothing until it is looked at. */
const painted = (): Promise<number> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

/** The one live connection of this tab, as a value that components can read. */
export const createLiveFeed = (options: LiveFeedOptions): LiveFeed => {
  const readers = new Set<() => void>();
  let connection: Connection = { state: "connecting" };
  let attempts = 0;
  let complete = options.after !== undefined;

  const show = (next: Connection) => {
    connection = next;
    for (const reader of readers) reader();
  };
  const onStatus = (status: LiveStatus) => {
    if (status.state === "refused") return options.onRefused(status.cause);
    if (status.state === "waiting") attempts += 1;
    if (status.state === "live") {
      attempts = 0;
      if (!complete) options.onReset();
      complete = true;
    }
    show(nextConnection(connection, status, { attempts, now: Date.now() }));
  };

  const live: LiveEvents = liveEvents({
    client: options.client,
    ...(options.after === undefined ? {} : { after: options.after }),
    onEvents: options.onEvents,
    onReset: options.onReset,
    shown: painted,
    onStatus,
  });
  const reconnect = () => live.reconnect();
  const onShown = () => document.visibilityState === "visible" && reconnect();
  window.addEventListener("online", reconnect);
  document.addEventListener("visibilitychange", onShown);
  return {
    connection: () => connection,
    subscribe: (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
    reconnect,
    close: () => {
      window.removeEventListener("online", reconnect);
      document.removeEventListener("visibilitychange", onShown);
      live.close();
    },
  };
};

/** What the page says after the client reported `status`. */
export const nextConnection = (
  before: Connection,
  status: Exclude<LiveStatus, { state: "refused" }>,
  { attempts, now }: { attempts: number; now: number },
): Connection => {
  if (status.state === "live") return { state: "live" };
  const lost = "lostAt" in before;
  if (status.state === "connecting") return lost ? { ...before, retryAt: null } : { state: "connecting" };
  return {
    state: attempts >= patience ? "offline" : "reconnecting",
    lostAt: lost ? before.lostAt : now,
    retryAt: now + status.retryInMs,
  };
};
