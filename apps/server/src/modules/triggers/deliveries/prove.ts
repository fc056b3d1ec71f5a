import { createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { SourceStyle } from "@signalbox/contract/deliveries";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { sameSecret } from "../../../kernel/ids.ts";
import { triggerErrors } from "../triggers.errors.ts";

/** What a delivery brings to prove where it is from. */
export interface Proof {
  headers: IncomingHttpHeaders;
  body: Buffer;
}

const one = (headers: IncomingHttpHeaders, name: string): string => {
  const value = headers[name];
  return typeof value === "string" ? value : "";
};

const signature = (secret: string, body: Buffer): string =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

const proofs: Record<SourceStyle, (secret: string, proof: Proof) => boolean> = {
  github: (secret, { headers, body }) =>
    sameSecret(one(headers, "x-hub-signature-256"), signature(secret, body)),
  hmac: (secret, { headers, body }) => sameSecret(one(headers, "x-signature-256"), signature(secret, body)),
  gitlab: (secret, { headers }) => sameSecret(one(headers, "x-gitlab-token"), secret),
  bearer: (secret, { headers }) => sameSecret(one(headers, "authorization"), `Bearer ${secret}`),
  standard: (secret, { headers, body }) => isStandard(secret, headers, body),
};

/** @throws AppError `triggers.delivery_unproved`, `triggers.delivery_stale` */
export function prove(style: SourceStyle, secret: string, proof: Proof): void {
  if (!proofs[style](secret, proof)) throw triggerErrors.unproved();
}

/** The time is part of what is signed, and five minutes off at most: the library sees to it. */
function isStandard(secret: string, headers: IncomingHttpHeaders, body: Buffer): boolean {
  const names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
  const given = Object.fromEntries(names.map((name) => [name, one(headers, name)]));
  try {
    new Webhook(secret).verify(body, given);
    return true;
  } catch (error) {
    // It reads the body once that is proved; what is wrong with it is said where it is read.
    if (error instanceof SyntaxError) return true;
    if (!(error instanceof WebhookVerificationError)) throw error;
    if (/timestamp too (?:old|new)/i.test(error.message)) throw triggerErrors.stale();
    return false;
  }
}
