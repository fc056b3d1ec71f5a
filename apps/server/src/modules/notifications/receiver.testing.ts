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
