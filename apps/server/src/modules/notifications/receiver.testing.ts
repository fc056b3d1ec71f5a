import { once } from "node:events";
import { buffer } from "node:stream/consumers";
import { Arrivals, openReceiver } from "@signalbox/testkit/web-receiver";
import { SMTPServer } from "smtp-server";
import { onTestFinished } from "vitest";

/** A web server that takes notifications, gone when the test is over. */
export async function aReceiver(answer?: Parameters<typeof openReceiver>[0]) {
  const receiver = await openReceiver(answer);
  onTestFinished(receiver.stop);
  return receiver;
}

/** A mail as a mail server took it. */
export interface Mail {
  from: string;
  to: string[];
  user: string | undefined;
  /** Whether it came encrypted. */
  secure: boolean;
  text: string;
}

/** What a mail server has to speak over TLS, and whether from the first byte. */
export interface MailTls {
  key: string;
  cert: string;
  secure: boolean;
}

/** A mail server that wants a login; without a certificate it takes it over a plain connection alone. */
export async function aMailServer(login: { user: string; password: string }, tls?: MailTls) {
  const mails = new Arrivals<Mail>();
  const server = new SMTPServer({
    authOptional: false,
    ...(tls ?? { allowInsecureAuth: true, hideSTARTTLS: true }),
    onAuth: ({ username, password }, _session, callback) =>
      username === login.user && password === login.password
        ? callback(null, { user: username })
        : callback(Object.assign(new Error("Wrong login"), { responseCode: 535 })),
    onData: (stream, { envelope, user, secure }, callback) =>
      void buffer(stream).then((bytes) => {
        const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
        const to = envelope.rcptTo.map(({ address }) => address);
        mails.add({ from, to, user, secure, text: bytes.toString("utf8") });
        callback();
      }),
  });
  // Whoever does not trust its certificate leaves in the middle of a word.
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  onTestFinished(() => void server.close());
  const address = server.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { port, all: mails.all, first: () => mails.find(() => true) };
}
