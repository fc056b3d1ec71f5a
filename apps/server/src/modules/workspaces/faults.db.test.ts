import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { lockFile } from "../../platform/files/file-lock.ts";
import { daysBefore } from "../../platform/retention/retained.ts";
import { mirrorFolder } from "./folders.ts";
import { aGitServer } from "./git-server.testing.ts";
import { retainedWorkspaces } from "./retained-workspaces.ts";
import { aMachine, commitFiles, git } from "./workspaces.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const wish = { message: "What was done", author: { name: "A bot", email: "bot@example.org" } };

type Machine = Awaited<ReturnType<typeof aMachine>>;
const comesFrom = async ({ options }: Machine, remote: string) => {
  const project = await options.places.project("");
  options.places.project = async () => ({ ...project, remote });
};

test("a token is told to the remote, and stands nowhere", async () => {
  const machine = await aMachine(db);
  const { folder, home, remote, prepare, service, options, notes } = machine;
  const token = "tok_5f0c1d2e3b4a";
  const { url, seen } = await aGitServer(folder, token);
  await comesFrom(machine, `${url}/remote.git`);
  git(remote, "config", "http.receivepack", "true");
  const refused = await prepare();
  expect(refused.made).toMatchObject({ errorClass: "workspace" });
  options.credentials = async () => ({ username: "x-access-token", password: token });
  const { id, made, path, branch } = await prepare();
  expect(made).toMatchObject({ cwd: path });
  writeFileSync(join(path, "a.txt"), "a");
  const { commit } = await service.commitAll(id, wish);
  await service.push(id);
  expect(git(remote, "rev-parse", branch)).toBe(commit);
  expect(seen.asked).toBeGreaterThan(3);
  expect(seen.onACommandLine).toBe(false);
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  const texts = readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
  for (const secret of [token, basic]) expect(texts.filter((text) => text.includes(secret))).toEqual([]);
  expect(notes.join("\n")).not.toContain(token);
});

test("a password in the remote of a project's folder is used for that remote, and not shown", async () => {
  const { folder, project, remote, prepare, notes, home, options } = await aMachine(db);
  const { url } = await aGitServer(folder, "pass-5f0c1d2e");
  const host = url.replace("http://", "");
  git(project, "remote", "set-url", "origin", `http://x-access-token:pass-5f0c1d2e@${host}/remote.git`);
  const { made, row } = await prepare();
  expect(made).toMatchObject({ trust: "full" });
  expect(row?.source).toBe(`${url}/remote.git`);
  const config = readFileSync(join(mirrorFolder(home, row?.repository_id ?? ""), "config"), "utf8");
  expect(`${config}${notes.join("\n")}`).not.toContain("pass-5f0c1d2e");
  // Who somebody is to one host is told to no other.
  const other = await aGitServer(folder, "pass-5f0c1d2e");
  const known = await options.places.project("");
  options.places.project = async () => ({ ...known, remote: `${other.url}/remote.git` });
  expect((await prepare()).made).toMatchObject({ errorClass: "workspace" });
  expect(remote).not.toBe("");
});

test("what is fetched can be given up, and begins anew", async () => {
  const machine = await aMachine(db);
  const { folder, prepare, remote, home } = machine;
  const { url, seen } = await aGitServer(folder, "x", { hangs: true });
  await comesFrom(machine, `${url}/remote.git`);
  const stop = new AbortController();
  const first = prepare(null, "worktree", { signal: stop.signal });
  await until(
    () => seen.asked > 0 || undefined,
    () => "the remote to be asked",
  );
  stop.abort();
  await expect(first).rejects.toThrow();
  expect(await db.pool.query("select state from workspaces where source like $1", [`${url}%`])).toMatchObject(
    { rows: [{ state: "preparing" }] },
  );
  await comesFrom(machine, remote);
  expect((await prepare()).made).toMatchObject({ trust: "full" });
  expect(readdirSync(join(home, "workspaces"))).toHaveLength(1);
});

test("another process that fetches is waited for, and that can be given up", async () => {
  const { home, prepare } = await aMachine(db);
  const { row } = await prepare();
  const free = await lockFile(
    `${mirrorFolder(home, row?.repository_id ?? "")}.lock`,
    new AbortController().signal,
  );
  await expect(prepare(null, "worktree", { signal: AbortSignal.timeout(300) })).rejects.toThrow();
  const waiting = prepare();
  free();
  expect((await waiting).made).toMatchObject({ trust: "full" });
});

test("a git that a server left behind is ended before another one fetches", async () => {
  const { home, prepare } = await aMachine(db);
  const { row } = await prepare();
  const mark = `mirror:${mirrorFolder(home, row?.repository_id ?? "")}`;
  const left = spawn("sleep", ["600"], { env: { PATH: process.env.PATH, SIGNALBOX_EXECUTION: mark } });
  const ended = once(left, "exit");
  await prepare();
  expect(await ended).toEqual([null, "SIGKILL"]);
});

test.each(["worktree", "clone"] as const)(
  "whatever a git that was killed left of a %s, the next try makes it",
  async (kind) => {
    const { home, project, prepare } = await aMachine(db);
    const { id, row, path, branch } = await prepare(null, kind);
    const mirror = mirrorFolder(home, row?.repository_id ?? "");
    writeFileSync(join(path, "half"), "");
    mkdirSync(join(mirror, "refs", "heads", branch, ".."), { recursive: true });
    const locks = ["packed-refs.lock", "config.lock", "refs/remotes/origin/main.lock"];
    for (const lock of [...locks, `refs/heads/${branch}.lock`]) {
      writeFileSync(join(mirror, lock), "");
      utimesSync(join(mirror, lock), 0, 0);
    }
    if (kind === "worktree") {
      writeFileSync(join(mirror, "worktrees", id, "locked"), "initializing");
      writeFileSync(join(mirror, "worktrees", id, "HEAD"), "");
    }
    const commit = commitFiles(project, { "b.txt": "b" });
    git(project, "push", "--quiet", "origin", "main");
    const again = await prepare(null, kind, { id });
    expect(again.made).toMatchObject({ cwd: path });
    expect(again.row).toMatchObject({ commit_id: commit, state: "ready" });
    expect(git(path, "status", "--porcelain")).toBe("");
  },
);

test("one that is kept goes once it is old and loses nothing, and else only where that is wished", async () => {
  const machine = await aMachine(db);
  const { prepare, service, over, now, options, home, isThere } = machine;
  const kept = async () => {
    const one = await prepare();
    writeFileSync(join(one.path, "a.txt"), "a".repeat(1_000));
    await over(one.id);
    await service.release(one.id);
    return one;
  };
  const [old, saved, young] = [await kept(), await kept(), await kept()];
  await service.commitAll(saved.id, wish);
  await service.push(saved.id);
  await db.pool.query("update workspaces set over_at = $1 where execution_id in ($2, $3)", [
    ...[daysBefore(new Date(), 8), old.id, saved.id],
  ]);
  const remove = async (rules: Partial<typeof options.rules> = {}) => {
    const all = retainedWorkspaces({ ...options, rules: { ...options.rules, ...rules }, service });
    const counted = [];
    for (const one of all) {
      counted.push((await one.count()).count);
      await one.remove(100);
    }
    return counted;
  };
  const states = async () =>
    Promise.all([old, saved, young].map(async ({ id }) => (await now(id))?.state ?? "gone"));
  expect(await remove()).toEqual([1, 0, 0]);
  expect(await states()).toEqual(["kept", "removed", "kept"]);
  // That all take too much loses nothing that is young.
  expect(await remove({ mostBytes: 10, losesUnsaved: true })).toEqual([1, 0, 0]);
  expect(await states()).toEqual(["removed", "removed", "kept"]);
  expect(isThere(young.path)).toBe(true);
  await service.drop(young.id);
  await db.pool.query("update workspaces_repositories set used_at = $1 where host_id = $2", [
    ...[daysBefore(new Date(), 31), machine.hostId],
  ]);
  await db.pool.query("update workspaces set removed_at = $1 where execution_id = $2", [
    ...[daysBefore(new Date(), 366), old.id],
  ]);
  expect(await remove()).toEqual([0, 1, 1]);
  expect(await now(old.id)).toBeUndefined();
  expect(readdirSync(join(home, "repositories")).filter((name) => name.endsWith(".git"))).toEqual([]);
});
