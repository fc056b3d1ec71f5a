import { get, type IncomingMessage } from "node:http";
import { pino } from "pino";
import { WebSocket } from "ws";

/** A client of a stream that gathers what arrives and can be waited for. */
interface Gatherer<T> {
  readonly items: readonly T[];
  /** Resolves with all items once there are so many. */
  received(count: number): Promise<readonly T[]>;
  /** Resolves when the server ended it. */
  readonly ended: Promise<void>;
  close(): void;
}

const gatherer = <T>(close: () => void) => {
  const items: T[] = [];
  const end = Promise.withResolvers<void>();
  const waiting = new Set<() => void>();
  return {
    take(item: T): void {
      items.push(item);
      for (const look of [...waiting]) look();
    },
    end: end.resolve,
    gathered: {
      items,
      ended: end.promise,
      close,
      received: (count: number) =>
        new Promise<readonly T[]>((resolve) => {
          const look = () => {
            if (items.length < count) return;
            waiting.delete(look);
            resolve(items);
          };
          waiting.add(look);
          look();
        }),
    } satisfies Gatherer<T>,
  };
};

export interface ServerSentEvent {
  id: string | undefined;
  event: string | undefined;
  data: string | undefined;
  comment: string | undefined;
}

export interface EventSource extends Gatherer<ServerSentEvent> {
  status: number;
  headers: IncomingMessage["headers"];
  /** Stops or goes on reading what the server writes. */
  pause(): void;
  resume(): void;
}

/** Opens a stream of server-sent events; resolves with its head. `retry` lines are left out. */
export const openEventSource = (url: string, headers: Record<string, string> = {}): Promise<EventSource> =>
  new Promise((resolve, reject) => {
    const request = get(url, { headers, agent: false }, (response) => {
      const { take, end, gathered } = gatherer<ServerSentEvent>(() => request.destroy());
      let buffered = "";
      response.on("data", (chunk: Buffer) => {
        const blocks = (buffered + chunk.toString("utf8")).split("\n\n");
        buffered = blocks.pop() ?? "";
        for (const block of blocks) if (!block.startsWith("retry:")) take(parse(block));
      });
      response.on("close", end);
      response.on("error", () => end());
      const { statusCode: status = 0, headers: replied } = response;
      const pause = () => void response.pause();
      const resume = () => void response.resume();
      resolve({ ...gathered, status, headers: replied, pause, resume });
    });
    request.on("error", reject);
  });

const parse = (block: string): ServerSentEvent => {
  const fields = new Map(
    block.split("\n").map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
    }),
  );
  const field = (name: string) => fields.get(name);
  return { id: field("id"), event: field("event"), data: field("data"), comment: field("") };
};

export interface Socket extends Gatherer<unknown> {
  say(message: unknown): void;
  /** The code the socket was closed with. */
  readonly code: Promise<number>;
  pause(): void;
  resume(): void;
}

/** Opens a WebSocket; rejects with the status where it is refused. */
export const openSocket = (url: string, headers: Record<string, string> = {}): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace(/^http/, "ws"), { headers });
    const { take, end, gathered } = gatherer<unknown>(() => socket.close());
    const closed = Promise.withResolvers<number>();
    socket.on("unexpected-response", (_request, response) => {
      response.resume();
      reject(new Error(String(response.statusCode)));
    });
    socket.on("message", (content) => take(JSON.parse(String(content))));
    socket.on("close", (code) => {
      closed.resolve(code);
      end();
    });
    socket.on("error", reject);
    socket.on("open", () =>
      resolve({
        ...gathered,
        code: closed.promise,
        pause: () => socket.pause(),
        resume: () => socket.resume(),
        say: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
      }),
    );
  });

/** A logger that tells when it was given a line with these words. */
export const listeningLog = (words: string) => {
  const heard = Promise.withResolvers<void>();
  const write = (line: string) => (line.includes(words) ? heard.resolve() : undefined);
  return { log: pino({ level: "info" }, { write }), heard: heard.promise };
};
