import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { buffer } from "node:stream/consumers";

/** A request that a receiver took. */
export interface Heard {
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

interface Answer {
  status: number;
  headers?: Readonly<Record<string, string>>;
  text?: string;
}

/** Lets tests wait for the next of what arrives. */
export class Arrivals<T> {
  readonly all: T[] = [];
  readonly #waiting = new Set<() => void>();

  add(one: T): void {
    this.all.push(one);
    for (const look of [...this.#waiting]) look();
  }

  /** The first that is so, once it is there. */
  find(is: (one: T) => boolean): Promise<T> {
    return new Promise((resolve) => {
      const look = () => {
        const one = this.all.find(is);
        if (one === undefined) return;
        this.#waiting.delete(look);
        resolve(one);
      };
      this.#waiting.add(look);
      look();
    });
  }
}

/** A web server that takes notifications, as a push service, ntfy, Slack or anybody's webhook does. */
export async function openReceiver(
  answer: (heard: Heard, place: number) => Answer = () => ({ status: 200 }),
) {
  const heard = new Arrivals<Heard>();
  const server = createServer(async (request, response) => {
    const one = { path: request.url ?? "", headers: request.headers, body: await buffer(request) };
    const { status, headers = {}, text = "" } = answer(one, heard.all.length);
    response.writeHead(status, headers).end(text);
    heard.add(one);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const find = (is: (one: Heard) => boolean) => heard.find(is);
  return { url: `http://127.0.0.1:${port}`, heard: heard.all, find, stop: () => void server.close() };
}
