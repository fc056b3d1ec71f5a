import { Client } from "pg";
import { expect, test } from "vitest";
import { encryptionOf } from "./server-encryption.ts";

const told = (query: string) => {
  const { PGSSLMODE, PGSSLROOTCERT } = encryptionOf(Object.fromEntries(new URLSearchParams(query)));
  return [PGSSLMODE, PGSSLROOTCERT];
};

/** A file that the driver can read. */
const file = import.meta.filename;

test.each([
  "sslmode=prefer",
  "sslmode=require",
  "sslmode=verify-ca",
  "sslmode=verify-full",
  "sslmode=verify-full&uselibpqcompat=true",
  "ssl=true",
  "ssl=1",
])("by %s the driver looks at certificate and name, and so do PostgreSQL's programs", (query) => {
  expect(told(query)).toEqual(["verify-full", "system"]);
  expect(told(`${query}&sslrootcert=${file}`)).toEqual(["verify-full", file]);
  expect(driverLooks(query)).toBe(true);
});

test.each([
  "sslmode=no-verify",
  "ssl=no-verify",
  "sslmode=prefer&uselibpqcompat=true",
  "sslmode=require&uselibpqcompat=true",
])("by %s the driver encrypts and looks at nothing, and so do PostgreSQL's programs", (query) => {
  expect(told(query)).toEqual(["require", undefined]);
  expect(driverLooks(query)).toBe(false);
});

test("the driver that takes the words for theirs has them passed as they are", () => {
  const compatible = `uselibpqcompat=true&sslrootcert=${file}`;
  expect(told(`sslmode=require&${compatible}`)).toEqual(["require", file]);
  expect(told(`sslmode=verify-ca&${compatible}`)).toEqual(["verify-ca", file]);
});

test("a certificate in the address is enough to encrypt; nothing said is left open", () => {
  expect(told(`sslrootcert=${file}`)).toEqual(["verify-full", file]);
  expect(told("sslmode=disable")).toEqual(["disable", undefined]);
  expect(told("")).toEqual([undefined, undefined]);
});

/** Whether the driver refuses a certificate that nobody it trusts has signed; that is its way unless it is told otherwise. */
function driverLooks(query: string): boolean {
  const { ssl }: { ssl: unknown } = new Client(`postgres://db/box?${query}`);
  if (ssl === true) return true;
  if (typeof ssl !== "object" || ssl === null) throw new Error("The driver does not encrypt");
  return !("rejectUnauthorized" in ssl) || ssl.rejectUnauthorized !== false;
}
