import { createTicket } from "@signalbox/contract/auth";
import {
  type TerminalEnding,
  type TerminalMessage,
  type TerminalRequest,
  terminalSocket,
} from "@signalbox/contract/terminals";
import { type BackoffOptions, backoffMs, defaultBackoff, pause } from "./backoff.ts";
import { type Client, pathOf, queryOf } from "./client.ts";
import { ApiError } from "./errors.ts";
import { openTerminalConnection, type TerminalConnection } from "./terminal-connection.ts";

/** How the connection to a terminal stands. */
export type TerminalStatus =
  | { state: "connecting" }
  | { state: "live" }
  /** No connection; the next attempt comes by itself. */
  | { state: "waiting"; retryInMs: number }
  /** There is nothing to see; it is looked for again now and then. */
  | { state: "ended"; reason: TerminalEnding; machine?: string | undefined }
  /** The server refuses this caller; no further attempt is made. */
  | { state: "refused"; cause: ApiError };

export interface TerminalOptions {
  client: Client;
  agentId: string;
  /** The screen is this from now on. Both call `shown` once it is drawn: without that no more comes. */
  onScreen(screen: { columns: number; rows: number; bytes: Uint8Array }, shown: () => void): void;
  onOutput(bytes: Uint8Array, shown: () => void): void;
  onDriving(on: boolean): void;
  /** Something was not done, in words. */
  onRefused(refusal: { code: string; detail: string }): void;
  onStatus(status: TerminalStatus): void;
  backoff?: BackoffOptions;
  pingMs?: number;
}

/** A terminal that is looked at until it is closed. */
export interface WatchedTerminal {
  drive(on: boolean): void;
  type(text: string): void;
  paste(text: string): void;
  close(): void;
}

/** What is not there may come. */
const lookAgainMs = 5_000;

/** Follows the terminal of an agent: goes on where it left off, backs off with jitter. */
export const watchTerminal = (options: TerminalOptions): WatchedTerminal => {
  const { client, agentId, backoff = defaultBackoff, pingMs = 20_000 } = options;
  const closing = new AbortController();
  const { signal } = closing;
  let connection: TerminalConnection | undefined;
  let failures = 0;
  let ended: { reason: TerminalEnding; machine?: string | undefined } | undefined;

  const say = (request: TerminalRequest) => connection?.say(request);
  const picture = resumablePicture(options, (offset) => say({ kind: "took", offset }));

  const onMessage = (message: TerminalMessage) => {
    if (message.kind === "driving") options.onDriving(message.on);
    if (message.kind === "refused") options.onRefused(message);
    if (message.kind === "ended") ended = message;
    if (message.kind !== "screen" && message.kind !== "resumed") return;
    failures = 0;
    picture.begin(message);
    options.onStatus({ state: "live" });
  };

  /** Resolves with the reason when the connection is over. */
  const connect = async (): Promise<unknown> => {
    if (ended === undefined) options.onStatus({ state: "connecting" });
    ended = undefined;
    const { ticket } = await client.call(createTicket, { signal });
    signal.throwIfAborted();
    const path = pathOf(terminalSocket.path, { agentId }) + queryOf({ ticket });
    const url = `${client.baseUrl.replace(/^http/, "ws")}${path}`;
    const onOpen = () => say({ kind: "watch", resume: picture.place() });
    const onBytes = picture.take;
    connection = openTerminalConnection({ url, pingMs, signal, onOpen, onMessage, onBytes });
    const cause = await connection.ended;
    options.onDriving(false);
    return cause;
  };

  /** How long to wait before the next attempt; null for never. */
  const next = (cause: unknown): number | null => {
    if (cause instanceof ApiError && [401, 403].includes(cause.status)) {
      options.onStatus({ state: "refused", cause });
      return null;
    }
    if (ended !== undefined && ended.reason !== "moved" && ended.reason !== "unavailable") {
      picture.forget();
      const { reason, machine } = ended;
      options.onStatus({ state: "ended", reason, machine });
      return reason === "no_agent" ? null : lookAgainMs;
    }
    ended = undefined;
    failures += 1;
    const retryInMs = backoffMs(backoff, failures);
    options.onStatus({ state: "waiting", retryInMs });
    return retryInMs;
  };

  const run = async () => {
    while (!signal.aborted) {
      const cause = await connect().catch((thrown: unknown) => thrown);
      if (signal.aborted) return;
      const waitMs = next(cause);
      if (waitMs === null) return;
      await pause(waitMs, signal);
    }
  };

  void run();
  return {
    drive: (on) => say({ kind: "drive", on }),
    type: (text) => say({ kind: "type", text }),
    paste: (text) => say({ kind: "paste", text }),
    close: () => closing.abort(),
  };
};

type Begin = Extract<TerminalMessage, { kind: "screen" | "resumed" }>;

/** Hands on what is printed, and remembers how far it came. */
const resumablePicture = (
  { onScreen, onOutput }: Pick<TerminalOptions, "onScreen" | "onOutput">,
  took: (offset: number) => void,
) => {
  let place: { stream: string; offset: number } | undefined;
  let awaited: { columns: number; rows: number } | undefined;
  return {
    place: () => place,
    forget() {
      place = undefined;
    },
    begin({ kind, stream, offset, columns, rows }: Begin): void {
      place = { stream, offset };
      awaited = kind === "screen" ? { columns, rows } : undefined;
    },
    take(bytes: Uint8Array): void {
      if (place === undefined) return;
      const [screen, before] = [awaited, place];
      awaited = undefined;
      if (screen !== undefined) {
        onScreen({ ...screen, bytes }, () => took(before.offset));
        return;
      }
      const offset = before.offset + bytes.length;
      place = { ...before, offset };
      onOutput(bytes, () => took(offset));
    },
  };
};
