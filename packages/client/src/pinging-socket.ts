export interface PingingSocketOptions {
  url: string;
  /** How often to ask for a sign of life. */
  pingMs: number;
  /** Ends the connection. */
  signal: AbortSignal;
  onOpen(): void;
  /** What it throws ends the connection. */
  onText(text: string): void;
  /** What it throws ends the connection. */
  onBytes?(bytes: Uint8Array): void;
}

/** One WebSocket from its opening to its end. `Request`: what may be said over it, a ping besides. */
export interface PingingSocket<Request> {
  /** Says something if the socket is open. */
  say(request: Request): void;
  /** Why it is over. */
  readonly ended: Promise<unknown>;
}

/** A socket that is over once the server leaves a ping unanswered. */
export const openPingingSocket = <Request>(options: PingingSocketOptions): PingingSocket<Request> => {
  const { signal, pingMs } = options;
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const socket = new WebSocket(options.url);
  socket.binaryType = "arraybuffer";
  let heard = true;

  const say = (request: Request | { kind: "ping" }) => {
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
      if (data instanceof ArrayBuffer) options.onBytes?.(new Uint8Array(data));
      else options.onText(String(data));
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
