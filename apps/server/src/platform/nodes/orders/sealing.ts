import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";

/** HPKE (RFC 9180) in base mode: anybody may seal, the holder of the private key alone opens. */
const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

const bytesOf = (text: string) => new TextEncoder().encode(text);
const toText = (bytes: ArrayBuffer) => Buffer.from(bytes).toString("base64url");
const fromText = (text: string) => Uint8Array.from(Buffer.from(text, "base64url"));

/** Seals words for whoever has the key; `about` must be the same when they are opened. */
export async function seal(words: string, { key, about }: { key: string; about: string }): Promise<string> {
  const recipientPublicKey = await suite.kem.deserializePublicKey(fromText(key));
  const { ct, enc } = await suite.seal({ recipientPublicKey }, bytesOf(words), bytesOf(about));
  return `${toText(enc)}.${toText(ct)}`;
}

/** A key that lives as long as this process, and what was sealed with it. */
export interface Sealing {
  publicKey(): Promise<string>;
  /** @throws Error where it was sealed for another, or about another thing */
  open(sealed: string, about: string): Promise<string>;
}

export function createSealing(): Sealing {
  let made: ReturnType<typeof suite.kem.generateKeyPair> | undefined;
  const pair = () => {
    made ??= suite.kem.generateKeyPair();
    return made;
  };
  return {
    publicKey: async () => toText(await suite.kem.serializePublicKey((await pair()).publicKey)),
    async open(sealed, about) {
      const [enc = "", ct = ""] = sealed.split(".");
      const recipient = { recipientKey: await pair(), enc: fromText(enc) };
      return new TextDecoder().decode(await suite.open(recipient, fromText(ct), bytesOf(about)));
    },
  };
}
