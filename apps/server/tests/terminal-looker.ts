import { TerminalMessage, type TerminalRequest } from "@signalbox/contract/terminals";
import { WebSocket } from "ws";

export interface LookerOptions {
  url: string;
  key: string;
  resume?: { stream: string; offset: number };
  /** Whether it says what it has shown. */
  acknowledges?: boolean;
  headers?: Record<string, string>;
}

type Kind = TerminalMessage["kind"];

/** One who looks at a terminal over a socket, and gathers what it is sent. */
export async function openLooker({ url, key, resume, acknowledges = true, headers = {} }: LookerOptions) {
  const authorization = key === "" ? {} : { authorization: `Bearer ${key}` };
  const socket = new WebSocket(url, { headers: { ...authorization, ...headers } });
  const messages: TerminalMessage[] = [];
  const waiting = new Set<() => void>();
  const closed = Promise.withResolvers<number>();
  let [screen, output]: [Buffer, Buffer] = [Buffer.alloc(0), Buffer.alloc(0)];
  let [received, awaitsScreen] = [0, false];
  const place = { stream: "", offset: 0 };

  const say = (request: TerminalRequest) => socket.send(JSON.stringify(request));
  const takeBytes = (bytes: Buffer) => {
    received += bytes.length;
    if (awaitsScreen) screen = bytes;
    else {
      output = Buffer.concat([output, bytes]).subarray(-4_000_000);
      place.offset += bytes.length;
    }
    awaitsScreen = false;
    if (acknowledges) say({ kind: "took", offset: place.offset });
  };
  const takeMessage = (message: TerminalMessage) => {
    messages.push(message);
    if (message.kind !== "screen" && message.kind !== "resumed") return;
    Object.assign(place, { stream: message.stream, offset: message.offset });
    awaitsScreen = message.kind === "screen";
  };
  socket.on("message", (content: Buffer, isBinary) => {
    if (isBinary) takeBytes(content);
    else takeMessage(TerminalMessage.parse(JSON.parse(String(content))));
    for (const look of [...waiting]) look();
  });
  socket.on("close", (code) => closed.resolve(code));
  await new Promise<void>((resolve, reject) => {
    socket.on("open", () => resolve());
    socket.on("error", reject);
    socket.on("unexpected-response", (_request, response) => reject(new Error(String(response.statusCode))));
  });
  say({ kind: "watch", ...(resume === undefined ? {} : { resume }) });

  /** Resolves once `find` finds something in what was sent. */
  const when = <T>(find: () => T | undefined, words: () => string): Promise<T> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`It was not sent: ${words()}`)), 20_000);
      const look = () => {
        const found = find();
        if (found === undefined) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  return {
    ...{ say, messages, closed: closed.promise, place, when },
    close: () => socket.close(),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    screen: () => screen,
    output: () => output,
    received: () => received,
    /** The newest message of one of these kinds. */
    told: (...kinds: Kind[]) =>
      when(
        () => messages.findLast(({ kind }) => kinds.includes(kind)),
        () => `${kinds} among ${JSON.stringify(messages)}`,
      ),
    /** Resolves once the screen came that was told. */
    drawn: () =>
      when(
        () => (screen.length > 0 ? true : undefined),
        () => "a screen",
      ),
    /** Resolves once screen and output hold this text. */
    shows: (text: string | Buffer) =>
      when(
        () => (screen.includes(text) || output.includes(text) ? true : undefined),
        () =>
          `${text} in ${JSON.stringify(screen.toString())} and ${JSON.stringify(output.toString().slice(-2_000))}`,
      ),
  };
}

export type Looker = Awaited<ReturnType<typeof openLooker>>;
