import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from "node:crypto";
import { link, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import webPush from "web-push";
import { z } from "zod";
import { newId, newSalt, newSecret, sameSecret } from "../../../kernel/ids.ts";
import { replaceFile } from "../../../platform/files/replace-file.ts";
import { notificationErrors } from "../notifications.errors.ts";

/** The key pair by which push services know this server. */
export interface PushKeys {
  publicKey: string;
  privateKey: string;
}

/** The keys of notifications: made once, in files that only the server's user reads. */
export interface Keys {
  push(): Promise<PushKeys>;
  /** Encrypts a text for one place: what was sealed for another does not open. */
  seal(place: string, text: string): Promise<string>;
  /** @throws AppError `notifications.not_opened` */
  open(place: string, sealed: string): Promise<string>;
  /** What tells that a text is ours. */
  sign(text: string): Promise<string>;
  isSigned(text: string, signature: string): Promise<boolean>;
}

const PushKeyFile = z.object({ publicKey: z.string(), privateKey: z.string() });

export const openKeys = (folder: string): Keys => {
  const secretFile = kept(
    join(folder, "secret.key"),
    () => newSecret("sbn"),
    (text) => text.trim(),
  );
  const pushFile = kept(
    join(folder, "vapid.json"),
    () => `${JSON.stringify(webPush.generateVAPIDKeys())}\n`,
    (text) => PushKeyFile.parse(JSON.parse(text)),
  );
  const keyFor = async (purpose: string) =>
    Buffer.from(hkdfSync("sha256", await secretFile(), "", purpose, 32));
  const sign = async (text: string) =>
    createHmac("sha256", await keyFor("answers"))
      .update(text)
      .digest("base64url");
  return {
    push: pushFile,
    async seal(place, text) {
      const nonce = newSalt(12);
      const cipher = createCipheriv("aes-256-gcm", await keyFor("settings"), nonce).setAAD(
        Buffer.from(place),
      );
      const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url")}`;
    },
    async open(place, sealed) {
      try {
        const bytes = Buffer.from(sealed.replace(/^v1\./, ""), "base64url");
        const decipher = createDecipheriv("aes-256-gcm", await keyFor("settings"), bytes.subarray(0, 12))
          .setAAD(Buffer.from(place))
          .setAuthTag(bytes.subarray(12, 28));
        return `${decipher.update(bytes.subarray(28), undefined, "utf8")}${decipher.final("utf8")}`;
      } catch (cause) {
        throw notificationErrors.notOpened(folder, cause);
      }
    },
    sign,
    isSigned: async (text, signature) => sameSecret(await sign(text), signature),
  };
};

/** What a file says; made where there is none, by one of those who want it at once. */
function kept<T>(path: string, make: () => string, read: (text: string) => T): () => Promise<T> {
  let known: Promise<T> | undefined;
  const look = async () => {
    const found = await readFile(path, "utf8").catch(unlessMissing);
    if (found !== undefined) return read(found);
    await mkdir(join(path, ".."), { recursive: true, mode: 0o700 });
    const draft = `${path}.${newId()}`;
    await replaceFile(draft, make(), { mode: 0o600 });
    // A link takes no name that is taken, so whoever comes second reads what the first one made.
    await link(draft, path).catch(unlessThere);
    await rm(draft);
    return read(await readFile(path, "utf8"));
  };
  return () => {
    known ??= look().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}

const hasCode = (error: unknown, code: string) =>
  error instanceof Error && "code" in error && error.code === code;

function unlessMissing(error: unknown): undefined {
  if (!hasCode(error, "ENOENT")) throw error;
}

function unlessThere(error: unknown): void {
  if (!hasCode(error, "EEXIST")) throw error;
}
