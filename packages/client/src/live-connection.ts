import { LiveMessage, type LiveRequest } from "@signalbox/contract/events";

export interface LiveConnectionOptions {
  url: string;
  /** How often to ask for a sign of life. */
  pingMs: number;
  /** Ends the connection. */
  signal: AbortSignal;
  onOpen(): void;
  /** What it throws ends the connection. */
  onMessage(message: LiveMessage): void;
}

/** One WebSocket from its opening to its end. */
export interface LiveConnection {
  /** Says something if the socket is open. */
  say(request: LiveRequest): void;
  /** Why it is over. */
  readonly ended: Promise<unknown>;
}

export const openLiveConnection = (options: LiveConnectionOptions): LiveConnection => {
  const { signal, pingMs } = options;
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const socket = new WebSocket(options.url);
  let heard = true;

  const say = (request: LiveRequest) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(request));
  };
  const end = (cause: unknown) => {
    resolve(cause);
    socket.close();
  };
  const close = () => end(signal.reason);
  const ping = setInterval(() => {
    if (!heard) return end(new Error("The server fell silent"));
    heard = false;
    say({ kind: "ping" });
  }, pingMs);

  signal.addEventListener("abort", close);
  socket.addEventListener("open", options.onOpen);
  socket.addEventListener("message", ({ data }) => {
    heard = true;
    try {
      options.onMessage(LiveMessage.parse(JSON.parse(String(data))));
    } catch (cause) {
      end(cause);
    }
  });
  socket.addEventListener("close", ({ code, reason }) => end(new Error(reason || `Closed with ${code}`)));

  const ended = promise.finally(() => {
    clearInterval(ping);
    signal.removeEventListener("abort", close);
  });
  return { say, ended };
};
