import { type Argon2Parameters, argon2 } from "node:crypto";
import { promisify } from "node:util";
import { newSalt, sameSecret } from "../../../kernel/ids.ts";
import { authErrors } from "../auth.errors.ts";

/** What OWASP asks of argon2id: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const tagLength = 32;

/** A flood of sign-ins may take two threads and 38 MiB; how many more wait, and from where on they are sent away. */
const limits = { atOnce: 2, waiting: 30 } as const;

const derive = promisify(argon2);

/** Makes and checks password hashes off this thread, few at a time. */
export interface PasswordHashes {
  /** In the text form of argon2: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. */
  make(password: string): Promise<string>;
  /** Whether the password is the one; without a hash it takes as long and is never. */
  isRight(password: string, hash: string | undefined): Promise<boolean>;
  /** Whether the hash was made at another cost than today's. */
  isDated(hash: string): boolean;
}

export const createPasswordHashes = (): PasswordHashes => {
  const inTurn = createTurns();
  const hashOf = (password: string, parameters: Omit<Argon2Parameters, "message">) =>
    // The same letters come composed or not, as the keyboard has it.
    inTurn(() => derive("argon2id", { ...parameters, message: password.normalize("NFKC") }));

  return {
    async make(password) {
      const nonce = newSalt(16);
      return write({ ...cost, nonce, tagLength }, await hashOf(password, { ...cost, nonce, tagLength }));
    },
    async isRight(password, hash) {
      const { tag, ...parameters } = read(hash ?? nobodys);
      const derived = await hashOf(password, { ...parameters, tagLength: tag.length });
      return sameSecret(derived.toString("base64"), tag.toString("base64")) && hash !== undefined;
    },
    isDated(hash) {
      const { memory, passes, parallelism } = read(hash);
      return memory !== cost.memory || passes !== cost.passes || parallelism !== cost.parallelism;
    },
  };
};

const base64 = (bytes: Buffer) => bytes.toString("base64").replaceAll("=", "");

const write = (parameters: Omit<Argon2Parameters, "message"> & { nonce: Buffer }, tag: Buffer): string => {
  const { memory, passes, parallelism, nonce } = parameters;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(nonce)}$${base64(tag)}`;
};

const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

const read = (hash: string) => {
  const [, memory, passes, parallelism, nonce, tag] = form.exec(hash) ?? [];
  if (nonce === undefined || tag === undefined) throw new Error("a stored password hash is not of argon2id");
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    nonce: Buffer.from(nonce, "base64"),
    tag: Buffer.from(tag, "base64"),
  };
};

/** Held against a password that is nobody's, so that an unknown name takes as long as a known one. */
const nobodys = write({ ...cost, nonce: Buffer.alloc(16), tagLength }, Buffer.alloc(tagLength));

/** Runs so much at once; the next ones wait, and when too many do they are told to come back. */
const createTurns = () => {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= limits.atOnce) {
      if (waiting.length >= limits.waiting) throw authErrors.busy();
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
};
