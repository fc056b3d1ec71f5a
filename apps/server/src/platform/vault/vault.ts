import { join } from "node:path";
import { AppError } from "../../kernel/errors.ts";
import { newSecret } from "../../kernel/ids.ts";
import { keptFile } from "../files/kept-file.ts";
import { keyFor, seal, unseal } from "./seal.ts";

/** Keeps secrets readable for this server alone: the database has them encrypted, the key lies in a file. */
export interface Vault {
  /** Encrypts a secret for one place, such as `sources/<id>`: it opens nowhere else. */
  seal(place: string, secret: string): Promise<string>;
  /** @throws AppError `vault.not_opened` */
  open(place: string, sealed: string): Promise<string>;
}

/** The key is made once, in a file that only the server's user reads. */
export function openVault(folder: string): Vault {
  const secret = keptFile(
    join(folder, "vault.key"),
    () => newSecret("sbv"),
    (text) => text.trim(),
  );
  const key = async () => keyFor(await secret(), "vault");
  return {
    seal: async (place, text) => seal(await key(), place, text),
    async open(place, sealed) {
      try {
        return unseal(await key(), place, sealed);
      } catch (cause) {
        throw new AppError(
          "unavailable",
          "vault.not_opened",
          `A secret can't be read: it was encrypted with another key than the one in ${folder}. Give it anew`,
          { cause },
        );
      }
    },
  };
}
