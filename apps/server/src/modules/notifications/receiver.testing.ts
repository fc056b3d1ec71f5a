import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { buffer } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { onTestFinished } from "vitest";

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
class Arrivals<T> {
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
export async function aReceiver(answer: (heard: Heard, place: number) => Answer = () => ({ status: 200 })) {
  const heard = new Arrivals<Heard>();
  const server = createServer(async (request, response) => {
    const one = { path: request.url ?? "", headers: request.headers, body: await buffer(request) };
    const { status, headers = {}, text = "" } = answer(one, heard.all.length);
    response.writeHead(status, headers).end(text);
    heard.add(one);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const find = (is: (one: Heard) => boolean) => heard.find(is);
  return { url: `http://127.0.0.1:${port}`, heard: heard.all, find };
}

/** A mail as a mail server took it. */
export interface Mail {
  from: string;
  to: string[];
  user: string | undefined;
  text: string;
}

/** A mail server that wants a login. */
export async function aMailServer(login: { user: string; password: string }) {
  const mails = new Arrivals<Mail>();
  const server = new SMTPServer({
    authOptional: false,
    allowInsecureAuth: true,
    hideSTARTTLS: true,
    onAuth: ({ username, password }, _session, callback) =>
      username === login.user && password === login.password
        ? callback(null, { user: username })
        : callback(Object.assign(new Error("Wrong login"), { responseCode: 535 })),
    onData: (stream, { envelope, user }, callback) =>
      void buffer(stream).then((bytes) => {
        const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
        const to = envelope.rcptTo.map(({ address }) => address);
        mails.add({ from, to, user, text: bytes.toString("utf8") });
        callback();
      }),
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  onTestFinished(() => void server.close());
  const address = server.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { port, first: () => mails.find(() => true) };
}
