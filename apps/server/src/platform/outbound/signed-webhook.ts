import { Webhook } from "standardwebhooks";
import { newSalt } from "../../kernel/ids.ts";

/** A secret to sign with, as https://www.standardwebhooks.com writes it down. */
export const newSigningSecret = (): string => `whsec_${newSalt(32).toString("base64")}`;

interface Signed {
  /** The same at each try, so that the receiver can tell. */
  id: string;
  /** Of this try. */
  at: Date;
  body: string;
  /** While a secret is replaced there are two; without one, nothing is signed. */
  secrets: readonly string[];
}

/** The headers of a webhook. */
export const webhookHeaders = ({ id, at, body, secrets }: Signed): Record<string, string> => ({
  "content-type": "application/json",
  "user-agent": "Signalbox",
  "webhook-id": id,
  "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
  ...(secrets.length === 0
    ? {}
    : { "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(" ") }),
});
