import { createHash, randomBytes, randomInt, randomUUID, randomUUIDv7, timingSafeEqual } from "node:crypto";

let lastId = "";

/** A UUIDv7: sorts by the time it was made, ids of one process strictly in the order they were made. */
export function newId(): string {
  let id: string = randomUUIDv7();
  if (id <= lastId) id = following(lastId, id);
  lastId = id;
  return id;
}

/** An id right after `last`: its time and counter, one further, with the random tail of `fresh`. */
function following(last: string, fresh: string): string {
  const time = BigInt(`0x${last.slice(0, 8)}${last.slice(9, 13)}`);
  const counter = Number.parseInt(last.slice(15, 18), 16) + 1;
  const carry = counter > 0xfff;
  const head = (carry ? time + 1n : time).toString(16).padStart(12, "0");
  const tail = (carry ? 0 : counter).toString(16).padStart(3, "0");
  return `${head.slice(0, 8)}-${head.slice(8)}-7${tail}${fresh.slice(18)}`;
}

/** No id that was made at an instant, or later, is smaller. */
export function firstIdAt(at: Date): string {
  const time = Math.max(0, at.getTime()).toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}

/** A short hash for telling texts apart: 128 bits of SHA-256. */
export const hashText = (text: string | Buffer): string =>
  createHash("sha256").update(text).digest("base64url").slice(0, 22);

/** 256 random bits in URL-safe text, behind a prefix that tells what the secret is for. */
export const newSecret = (prefix: string): string => `${prefix}_${randomBytes(32).toString("base64url")}`;

/** SHA-256 in hex. */
export const hashHex = (text: string): string => createHash("sha256").update(text).digest("hex");

/** How secrets are stored: SHA-256 in hex. They are random, so no slow hash is needed. */
export const hashSecret = (secret: string): string => hashHex(secret);

/** Compares two strings in a time that does not tell where they differ. */
export const sameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest());

/** Without letters and digits that are read for one another. */
const alphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

/** What a person compares in two places; no secret. */
export const newCode = (length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)] ?? "").join("");

/** Random bytes that need not be secret, only each its own. */
export const newSalt = (bytes: number): Buffer => randomBytes(bytes);

/** An id for a session of a CLI that takes one of our choice: those of version 4 are what CLIs make themselves. */
export const randomSessionId = (): string => randomUUID();

/** A number from 0 to 1, so that what failed together does not come again together. */
export const randomShare = (): number => randomInt(2 ** 32) / 2 ** 32;
