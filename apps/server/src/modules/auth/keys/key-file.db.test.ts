import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { bearer } from "../../../platform/http/testing.ts";
import { adminKey, aGuardedServer } from "../testing.ts";

let db: TestDatabase;
let server: Awaited<ReturnType<typeof aGuardedServer>>;
let home: string;
beforeAll(async () => {
  db = await testDatabase();
  server = await aGuardedServer(db);
  home = mkdtempSync(join(tmpdir(), "signalbox-home-"));
});
afterAll(async () => {
  await server.stop();
  await db.close();
  rmSync(home, { recursive: true });
});

const aFile = (name: string) => ({
  host: "box",
  path: join(home, name),
  name: "The command line",
  scopes: ["read", "operate"] as const,
});
const secretIn = ({ path }: { path: string }) => readFileSync(path, "utf8").trim();
const caller = async (secret: string) => server.call("GET", "/api/caller", { headers: bearer(secret) });

test("a key file is made once, for its owner alone, and kept across restarts", async () => {
  const file = aFile("deep/cli.key");
  await server.auth.api.ensureKeyFile(file);
  const secret = secretIn(file);
  expect(statSync(file.path).mode & 0o777).toBe(0o600);
  expect(statSync(join(home, "deep")).mode & 0o777).toBe(0o700);
  expect((await caller(secret)).json()).toMatchObject({
    name: "The command line",
    scopes: ["read", "operate"],
  });
  await server.restarted().api.ensureKeyFile(file);
  expect(secretIn(file)).toBe(secret);
  expect(readdirSync(join(home, "deep"))).toEqual(["cli.key"]);
});

test("a lost file gets a new key, and the lost one is revoked", async () => {
  const file = aFile("lost.key");
  await server.auth.api.ensureKeyFile(file);
  const lost = secretIn(file);
  rmSync(file.path);
  await server.auth.api.ensureKeyFile(file);
  expect((await caller(lost)).status).toBe(401);
  expect((await caller(secretIn(file))).status).toBe(200);
});

test("a file whose key was revoked gets a new one", async () => {
  const file = aFile("revoked.key");
  await server.auth.api.ensureKeyFile(file);
  const revoked = secretIn(file);
  const { id } = JSON.parse((await caller(revoked)).text);
  await server.call("DELETE", `/api/keys/${id}`, { headers: bearer(adminKey) });
  await server.auth.api.ensureKeyFile(file);
  expect(secretIn(file)).not.toBe(revoked);
  expect((await caller(secretIn(file))).status).toBe(200);
});

test.each(["", "nonsense\n", adminKey])(
  "a file that holds no key of ours is replaced: %j",
  async (content) => {
    const file = aFile("replaced.key");
    writeFileSync(file.path, content);
    await server.auth.api.ensureKeyFile(file);
    expect((await caller(secretIn(file))).json()).toMatchObject({ scopes: ["read", "operate"] });
  },
);

test("a key with other scopes than wanted is replaced", async () => {
  const file = aFile("scopes.key");
  await server.auth.api.ensureKeyFile(file);
  const narrow = secretIn(file);
  await server.auth.api.ensureKeyFile({ ...file, scopes: ["signals:write"] });
  expect((await caller(narrow)).status).toBe(401);
});

test("a file that others could read is closed to them", async () => {
  const file = aFile("open.key");
  await server.auth.api.ensureKeyFile(file);
  const secret = secretIn(file);
  chmodSync(file.path, 0o644);
  await server.auth.api.ensureKeyFile(file);
  expect([secretIn(file), statSync(file.path).mode & 0o777]).toEqual([secret, 0o600]);
});
