import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  type ECDH,
  hkdfSync,
  randomBytes,
  verify,
} from "node:crypto";
import { z } from "zod";
import type { Heard } from "./web-receiver.ts";

/** A browser's end of a push subscription: the keys by which it reads what is pushed to it. */
export function aPushBrowser(endpoint: string) {
  const keys = createECDH("prime256v1");
  keys.generateKeys();
  const auth = randomBytes(16);
  const p256dh = keys.getPublicKey();
  return {
    endpoint,
    subscription: {
      endpoint,
      keys: { p256dh: p256dh.toString("base64url"), auth: auth.toString("base64url") },
    },
    read: (heard: Heard) => Pushed.parse(JSON.parse(decrypt(heard.body, keys, auth))),
  };
}

const Pushed = z.object({
  id: z.uuid(),
  title: z.string(),
  body: z.string(),
  url: z.string(),
  tag: z.string(),
  buttons: z.array(z.object({ decision: z.enum(["allow", "deny"]), token: z.string() })),
});

const hkdf = (key: Buffer, salt: Buffer, info: Buffer | string, length: number) =>
  Buffer.from(hkdfSync("sha256", key, salt, info, length));

/** RFC 8291 over RFC 8188, as a browser does it. */
function decrypt(body: Buffer, keys: ECDH, auth: Buffer): string {
  const salt = body.subarray(0, 16);
  const idLength = body.readUInt8(20);
  const sender = body.subarray(21, 21 + idLength);
  const sealed = body.subarray(21 + idLength);
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), keys.getPublicKey(), sender]);
  const secret = hkdf(keys.computeSecret(sender), auth, info, 32);
  const key = hkdf(secret, salt, "Content-Encoding: aes128gcm\0", 16);
  const nonce = hkdf(secret, salt, "Content-Encoding: nonce\0", 12);
  const decipher = createDecipheriv("aes-128-gcm", key, nonce).setAuthTag(sealed.subarray(-16));
  const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  // What is padded ends with a 2, and zeros after it.
  return plain.subarray(0, plain.lastIndexOf(2)).toString("utf8");
}

const Claims = z.object({ aud: z.string(), exp: z.number(), sub: z.string() });

/** Checks a request's VAPID signature (RFC 8292), as a push service does, and answers what it claims. */
export function vapidOf({ headers }: Heard, publicKey: string) {
  const [, token = "", key] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(headers.authorization ?? "") ?? [];
  const [head = "", claims = "", signature = ""] = token.split(".");
  const point = Buffer.from(publicKey, "base64url");
  const jwk = {
    ...{ kty: "EC", crv: "P-256" },
    x: point.subarray(1, 33).toString("base64url"),
    y: point.subarray(33).toString("base64url"),
  };
  const isGenuine = verify(
    "sha256",
    Buffer.from(`${head}.${claims}`),
    { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  const read = Claims.parse(JSON.parse(Buffer.from(claims, "base64url").toString("utf8")));
  return { ...read, isGenuine: isGenuine && key === publicKey };
}
