import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import { newSalt } from "../../kernel/ids.ts";

/** A key of its own for each purpose, so that what one of them gives away opens nothing else. */
export const keyFor = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", secret, "", purpose, 32));

/** Encrypts a text (AES-256-GCM) for one place: what was sealed for another does not open. */
export function seal(key: Buffer, place: string, text: string): string {
  const nonce = newSalt(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url")}`;
}

/** @throws where it was sealed for another place, with another key, or was changed since */
export function unseal(key: Buffer, place: string, sealed: string): string {
  const bytes = Buffer.from(sealed.replace(/^v1\./, ""), "base64url");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12))
    .setAAD(Buffer.from(place))
    .setAuthTag(bytes.subarray(12, 28));
  return `${decipher.update(bytes.subarray(28), undefined, "utf8")}${decipher.final("utf8")}`;
}
