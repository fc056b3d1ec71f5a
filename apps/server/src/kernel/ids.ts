import { createHash, randomBytes, randomUUIDv7, timingSafeEqual } from "node:crypto";

/** A UUIDv7: sorts by the time it was made. */
export const newId = (): string => randomUUIDv7();

/** 256 random bits in URL-safe text, behind a prefix that tells what the secret is for. */
export const newSecret = (prefix: string): string => `${prefix}_${randomBytes(32).toString("base64url")}`;

/** How secrets are stored: SHA-256 in hex. They are random, so no slow hash is needed. */
export const hashSecret = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** Compares two strings in a time that does not tell where they differ. */
export const sameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest());
