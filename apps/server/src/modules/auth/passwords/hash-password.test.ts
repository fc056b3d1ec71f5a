import { expect, test } from "vitest";
import { createPasswordHashes } from "./hash-password.ts";

const hashes = createPasswordHashes();

test("a hash is argon2id at the cost that OWASP asks for, each with a salt of its own", async () => {
  const [one, other] = [await hashes.make("a row of four words"), await hashes.make("a row of four words")];
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(one).not.toBe(other);
  expect(await hashes.isRight("a row of four words", one)).toBe(true);
  expect(await hashes.isRight("a row of five words", one)).toBe(false);
  expect(hashes.isDated(one)).toBe(false);
});

test("letters that are typed composed or not make the same password", async () => {
  const hash = await hashes.make("Z\u00fcge fahren heute");
  expect(await hashes.isRight("Zu\u0308ge fahren heute", hash)).toBe(true);
});

test("nobody's password is never right, whatever is tried", async () => {
  expect(await hashes.isRight("a row of four words", undefined)).toBe(false);
});

test("a hash that was made at a lower cost still counts, and is known to be dated", async () => {
  // Of "password", by the reference implementation of argon2.
  const old = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
  expect(await hashes.isRight("password", old)).toBe(true);
  expect(hashes.isDated(old)).toBe(true);
});

test("a flood of passwords is sent away before it takes the memory", async () => {
  const flood = Array.from({ length: 40 }, () => hashes.isRight("a row of four words", undefined));
  const answers = await Promise.allSettled(flood);
  const refused = answers.filter(({ status }) => status === "rejected");
  expect(refused).toHaveLength(8);
  expect(refused[0]).toMatchObject({ reason: { code: "auth.busy", kind: "unavailable" } });
});
