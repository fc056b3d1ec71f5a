import { createTransport } from "nodemailer";
import { messageOf } from "../../../kernel/errors.ts";
import type { Outbound } from "../../../platform/outbound/outbound.ts";
import { serverNameOf } from "../../../platform/outbound/server-name.ts";
import type { ChannelSettings } from "../channels/settings.ts";
import type { Message } from "./message.ts";
import type { Outcome, Send } from "./sender.ts";

type Email = Extract<ChannelSettings, { kind: "email" }>;

const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/** Mail over SMTP, to the address that was checked, under the name that its certificate has to have. */
export const sendEmail =
  (outbound: Pick<Outbound, "addressOf">): Send<"email"> =>
  async (settings, message, signal) => {
    const transport = createTransport({
      ...patience,
      host: await outbound.addressOf(settings.host),
      port: settings.port,
      secure: settings.security === "tls",
      requireTLS: settings.security === "starttls",
      ignoreTLS: settings.security === "none",
      // One that is named by its address has a certificate for that, which is what is connected to.
      tls: serverNameOf(settings.host),
      ...(settings.login && { auth: { user: settings.login.user, pass: settings.login.password } }),
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const give = () => transport.close();
    signal.addEventListener("abort", give, { once: true });
    try {
      await transport.sendMail(mailOf(settings, message));
      return { kind: "sent" };
    } catch (error) {
      return outcomeOf(error);
    } finally {
      signal.removeEventListener("abort", give);
      transport.close();
    }
  };

const mailOf = ({ from, to }: Email, { id, title, body, url, at }: Message) => ({
  from: { name: "Signalbox", address: from },
  to,
  subject: title,
  text: `${body}\n\n${url}\n`,
  date: at,
  messageId: `<${id}@${from.split("@").at(-1) ?? "signalbox"}>`,
  headers: { "Auto-Submitted": "auto-generated" },
});

/** A mail server's "no" of the kind 5xx is for good. */
const outcomeOf = (error: unknown): Outcome => {
  const code = error instanceof Error && "responseCode" in error ? error.responseCode : undefined;
  const why = messageOf(error);
  return typeof code === "number" && code >= 500
    ? { kind: "refused", why }
    : { kind: "later", why, afterMs: null };
};
