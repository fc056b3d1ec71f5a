import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { findLeftWorktrees, moveToOver } from "../launch-moves.repository.ts";
import { aMachine } from "../launches.testing.ts";
import { leaveWorktree } from "./leave-worktree.ts";
import { makeWorktree } from "./make-worktree.ts";
import { planWorktree } from "./plan-worktree.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const git = (cwd: string, ...args: string[]) =>
  execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...args], {
    ...{ cwd, encoding: "utf8" },
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();

const commit = (cwd: string, message: string) =>
  git(cwd, "commit", "--quiet", "--allow-empty", `--message=${message}`);

/** A repository with one commit, whose worktrees get `.env` and what lies in `local`. */
async function aRepository() {
  const machine = await aMachine(db);
  const repository = join(machine.folder, "shop");
  mkdirSync(join(repository, "local"), { recursive: true });
  git(repository, "init", "--quiet", "--initial-branch=main");
  writeFileSync(join(repository, ".gitignore"), ".env\nlocal/\n");
  writeFileSync(join(repository, ".worktreeinclude"), ".env\nlocal/\n");
  writeFileSync(join(repository, ".env"), "TOKEN=1\n");
  git(repository, "add", ".");
  commit(repository, "First");

  const begun = async (branch: string) => {
    const folder = { cwd: repository, projectId: null };
    const { rules } = machine.options;
    const worktree = await planWorktree({ branch, folder, short: branch, rules });
    return machine.begun({ cwd: repository, worktree });
  };
  /** A launch that is ready, in its worktree. */
  const made = async (branch: string) => {
    const { id, worktree_path } = await begun(branch);
    await machine.now(id).then((row) => row && makeWorktree(row, machine.options));
    return { id, path: worktree_path ?? "" };
  };
  const ended = (id: string) =>
    db.transaction((tx) =>
      moveToOver(tx, id, { state: "ended", reason: "It ended", lastLines: null, at: new Date() }),
    );
  const left = async (id: string) => {
    await ended(id);
    const row = await machine.now(id);
    if (row !== undefined) await leaveWorktree(row, machine.options);
    const after = await machine.now(id);
    return { state: after?.worktree_state, note: after?.worktree_note };
  };
  const branches = () => git(repository, "branch", "--format=%(refname:short)").split("\n").sort();
  return { ...machine, repository, begun, made, ended, left, branches };
}

const removed = { state: "removed", note: null };

test("commits on the branch that was made for it are not lost, whatever is checked out at the end", async () => {
  const { made, left, branches } = await aRepository();
  const { id, path } = await made("feature");
  commit(path, "Work");
  git(path, "checkout", "--quiet", "--detach", "main");
  const note = "1 commit is on no other branch, and not pushed";
  expect(await left(id)).toEqual({ state: "kept", note });
  expect(branches()).toContain("feature");
  expect(existsSync(path)).toBe(true);
});

test("commits of the branch that another one has, made meanwhile, keep neither worktree nor branch", async () => {
  const { repository, made, left, branches } = await aRepository();
  const { id, path } = await made("feature");
  commit(path, "Work");
  git(path, "checkout", "--quiet", "-b", "better-name");
  expect(await left(id)).toEqual(removed);
  expect(branches()).toEqual(["better-name", "main"]);
  expect(git(repository, "log", "-1", "--format=%s", "better-name")).toBe("Work");
});

test("a branch that somebody has checked out elsewhere stays", async () => {
  const { repository, made, left, branches } = await aRepository();
  const { id, path } = await made("feature");
  git(path, "checkout", "--quiet", "--detach");
  git(repository, "checkout", "--quiet", "feature");
  expect(await left(id)).toEqual(removed);
  expect(branches()).toEqual(["feature", "main"]);
});

test("a worktree that never was, or that its agent removed, is not told to be kept", async () => {
  const { repository, begun, made, left, branches } = await aRepository();
  const never = await begun("never");
  expect(await left(never.id)).toEqual(removed);
  const gone = await made("gone");
  rmSync(gone.path, { recursive: true });
  expect(await left(gone.id)).toEqual(removed);
  const lost = await made("lost");
  commit(lost.path, "Work");
  rmSync(lost.path, { recursive: true });
  expect(await left(lost.id)).toEqual(removed);
  // The work on it is nowhere else.
  expect(branches()).toEqual(["lost", "main"]);
  expect(git(repository, "worktree", "list", "--porcelain")).not.toContain(gone.path);
});

test("one that was begun before the server went is made anew, and its branch goes with it still", async () => {
  const { now, options, made, left, branches } = await aRepository();
  const { id } = await made("feature");
  await db.transaction((tx) =>
    tx.updateTable("launches").set({ worktree_state: "wanted" }).where("id", "=", id).execute(),
  );
  const row = await now(id);
  if (row !== undefined) await makeWorktree({ ...row, cwd: row.worktree_repository ?? "" }, options);
  expect(await left(id)).toEqual(removed);
  expect(branches()).toEqual(["main"]);
});

test("no file is copied out of the worktree, nor over what the branch has", async () => {
  const { folder, repository, now, made, left } = await aRepository();
  const outside = join(folder, "outside");
  mkdirSync(outside);
  writeFileSync(join(repository, "local", "settings"), "ours\n");
  git(repository, "checkout", "--quiet", "-b", "theirs");
  rmSync(join(repository, "local"), { recursive: true });
  rmSync(join(repository, ".env"));
  symlinkSync(outside, join(repository, "local"));
  symlinkSync(join(outside, "env"), join(repository, ".env"));
  git(repository, "add", "--force", ".env", "local");
  commit(repository, "Theirs");
  git(repository, "checkout", "--quiet", "main");
  mkdirSync(join(repository, "local"));
  writeFileSync(join(repository, "local", "settings"), "ours\n");
  writeFileSync(join(repository, ".env"), "TOKEN=1\n");

  const { id, path } = await made("theirs");
  expect(existsSync(join(outside, "settings"))).toBe(false);
  expect(existsSync(join(outside, "env"))).toBe(false);
  expect(lstatSync(join(path, ".env")).isSymbolicLink()).toBe(true);
  expect((await now(id))?.setup_output).toBe(
    "2 ignored files were left out: the branch has something in their place",
  );
  expect(await left(id)).toEqual(removed);
});

test("a copy that was changed keeps its worktree, however long the file is", async () => {
  const { repository, made, left } = await aRepository();
  const long = Buffer.alloc(3_000_000, "a");
  writeFileSync(join(repository, "local", "data"), long);
  const [same, changed] = [await made("same"), await made("changed")];
  expect(readFileSync(join(same.path, "local", "data")).equals(long)).toBe(true);
  long[2_999_999] = 98;
  writeFileSync(join(changed.path, "local", "data"), long);
  expect(await left(same.id)).toEqual(removed);
  expect(await left(changed.id)).toEqual({ state: "kept", note: "its copy of local/data was changed" });
});

test("a worktree is not left while a start that goes on in it is open", async () => {
  const { options, now, begun, made, ended } = await aRepository();
  const { id, path } = await made("feature");
  await ended(id);
  const left = async () => (await findLeftWorktrees(db.read, options.places.hostId())).map((row) => row.id);
  expect(await left()).toEqual([id]);
  const within = await begun("other");
  await db.transaction((tx) =>
    tx
      .updateTable("launches")
      .set({ cwd: join(path, "local") })
      .where("id", "=", within.id)
      .execute(),
  );
  expect(await left()).toEqual([]);
  // Though it was found before that start was.
  const found = await now(id);
  if (found !== undefined) await leaveWorktree(found, options);
  expect((await now(id))?.worktree_state).toBe("made");
  expect(existsSync(path)).toBe(true);
  await ended(within.id);
  expect(await left()).toContain(id);
});

test("what its setup leaves running holds no start up", async () => {
  const { repository, now, made } = await aRepository();
  mkdirSync(join(repository, ".signalbox"));
  writeFileSync(join(repository, ".signalbox", "setup.sh"), "sleep 600 & echo $!\n");
  git(repository, "add", ".");
  commit(repository, "Setup");
  const { id } = await made("feature");
  const pid = Number((await now(id))?.setup_output?.split("\n").at(-2));
  onTestFinished(() => void process.kill(pid, "SIGKILL"));
  expect(pid).toBeGreaterThan(1);
});
