import { createHmac } from "node:crypto";
import { join } from "node:path";
import webPush from "web-push";
import { z } from "zod";
import { newSecret, sameSecret } from "../../../kernel/ids.ts";
import { keptFile } from "../../../platform/files/kept-file.ts";
import { keyFor, seal, unseal } from "../../../platform/vault/seal.ts";
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
  const secretFile = keptFile(
    join(folder, "secret.key"),
    () => newSecret("sbn"),
    (text) => text.trim(),
  );
  const pushFile = keptFile(
    join(folder, "vapid.json"),
    () => `${JSON.stringify(webPush.generateVAPIDKeys())}\n`,
    (text) => PushKeyFile.parse(JSON.parse(text)),
  );
  const key = async (purpose: string) => keyFor(await secretFile(), purpose);
  const sign = async (text: string) =>
    createHmac("sha256", await key("answers"))
      .update(text)
      .digest("base64url");
  return {
    push: pushFile,
    seal: async (place, text) => seal(await key("settings"), place, text),
    async open(place, sealed) {
      try {
        return unseal(await key("settings"), place, sealed);
      } catch (cause) {
        throw notificationErrors.notOpened(folder, cause);
      }
    },
    sign,
    isSigned: async (text, signature) => sameSecret(await sign(text), signature),
  };
};
