import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { aMachine, commitFiles, git } from "./workspaces.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const author = { name: "A bot", email: "bot@example.org" };
const wish = { message: "What was done", author };

test.each(["worktree", "clone"] as const)(
  "what is done in a %s is committed and pushed, safe to repeat, and then it goes",
  async (kind) => {
    const { prepare, service, over, now, project, remote, isThere, branches } = await aMachine(db);
    const before = git(project, "status", "--porcelain") + git(project, "rev-parse", "HEAD");
    const { id, made, row, path, branch } = await prepare(null, kind);
    expect(made).toEqual({ cwd: path, trust: "full" });
    expect(row).toMatchObject({
      state: "ready",
      source: remote,
      commit_id: git(project, "rev-parse", "HEAD"),
    });
    writeFileSync(join(path, "new.txt"), "one\ntwo\n");
    writeFileSync(join(path, "read.me"), "Hello there\n");
    const changes = await service.changes(id);
    expect(changes).toMatchObject({ branch, ahead: 0, dirty: ["read.me", "new.txt"], isPatchCut: false });
    expect(changes?.files).toEqual([
      { path: "new.txt", added: 2, removed: 0 },
      { path: "read.me", added: 1, removed: 1 },
    ]);
    expect(changes?.patch).toContain("+Hello there");
    const first = await service.commitAll(id, wish);
    expect(first).toMatchObject({ branch, isNew: true });
    expect(await service.commitAll(id, wish)).toEqual({ ...first, isNew: false });
    expect(await service.changes(id)).toMatchObject({ ahead: 1, dirty: [], commit: first.commit });
    await over(id);
    expect(await service.release(id)).toEqual({ kept: "1 commit is not pushed" });
    expect(await now(id)).toMatchObject({ state: "kept", why: "1 commit is not pushed" });
    for (let time = 0; time < 2; time++)
      expect(await service.push(id)).toEqual({ repository: remote, branch, commit: first.commit });
    expect(git(remote, "log", "-1", "--format=%s %an", branch)).toBe("What was done A bot");
    expect(await service.release(id)).toEqual({ kept: null });
    expect(await now(id)).toMatchObject({ state: "removed", why: null });
    expect([isThere(path), await service.changes(id)]).toEqual([false, null]);
    expect(branches()).toEqual(["main", branch]);
    expect(git(project, "status", "--porcelain") + git(project, "rev-parse", "HEAD")).toBe(before);
  },
);

test("two at once have each their own, from one mirror", async () => {
  const { prepare, service, branches } = await aMachine(db);
  const both = await Promise.all([prepare(), prepare(null, "clone"), prepare()]);
  for (const { path, id } of both) writeFileSync(join(path, "by.txt"), id);
  await Promise.all(both.map(({ id }) => service.commitAll(id, wish)));
  await Promise.all(both.map(({ id }) => service.push(id)));
  expect(branches().sort()).toEqual(["main", ...both.map(({ branch }) => branch)].sort());
  for (const { path, id } of both) expect(readFileSync(join(path, "by.txt"), "utf8")).toBe(id);
});

test("a branch, a tag, a commit and a full name are checked out as they are on the remote now", async () => {
  const { prepare, project } = await aMachine(db);
  const first = git(project, "rev-parse", "HEAD");
  git(project, "tag", "v1");
  git(project, "checkout", "--quiet", "-b", "topic");
  const second = commitFiles(project, { "b.txt": "b" });
  git(project, "push", "--quiet", "origin", "topic", "v1");
  for (const [ref, commit] of [
    ["topic", second],
    ["refs/heads/topic", second],
    ["v1", first],
    [second.slice(0, 10), second],
    [null, first],
  ] as const)
    expect([ref, (await prepare(ref)).row]).toMatchObject([ref, { commit_id: commit, trust: "full" }]);
  git(project, "commit", "--quiet", "--amend", "--allow-empty", "--message=Another");
  git(project, "push", "--quiet", "--force", "origin", "topic");
  expect((await prepare("topic")).row?.commit_id).toBe(git(project, "rev-parse", "HEAD"));
});

test("what the repository has not, and a remote that is not there, are said", async () => {
  const { prepare, options, remote } = await aMachine(db);
  expect((await prepare("nowhere")).made).toEqual({
    failed: "The repository has no nowhere",
    errorClass: "workspace",
  });
  expect((await prepare("refs/pull/9/head")).made).toMatchObject({
    failed: "The repository has no refs/pull/9/head",
  });
  expect((await prepare("main", "worktree", { base: "nowhere" })).made).toMatchObject({
    errorClass: "workspace",
  });
  const project = await options.places.project("");
  options.places.project = async () => ({ ...project, remote: "http://127.0.0.1:9/a.git" });
  expect((await prepare()).made).toMatchObject({
    failed: expect.stringMatching(/^The repository http:\/\/127.0.0.1:9\/a.git could not be fetched: /),
    errorClass: "workspace",
  });
  expect(remote).not.toBe("");
});

test("what was done is kept, and can be removed only by a word that says so", async () => {
  const { prepare, service, over, now, isThere } = await aMachine(db);
  const { id, path } = await prepare();
  const by = { actor: "user", correlationId: "c" };
  await expect(service.remove(id, { force: true, by })).rejects.toMatchObject({ code: "workspaces.in_use" });
  writeFileSync(join(path, "new.txt"), "x");
  commitFiles(path, { "a.txt": "a" });
  await over(id);
  const lost = "1 change is not committed, and 1 commit is not pushed";
  expect(await service.release(id)).toEqual({ kept: lost });
  await expect(service.remove(id, { force: false, by })).rejects.toMatchObject({
    ...{ code: "workspaces.unsaved", kind: "conflict" },
    message: expect.stringContaining(lost),
  });
  expect(isThere(path)).toBe(true);
  await service.remove(id, { force: true, by });
  expect([(await now(id))?.state, isThere(path)]).toEqual(["removed", false]);
  await expect(service.remove(id, { force: true, by })).rejects.toMatchObject({
    code: "workspaces.not_found",
  });
});

test("a push that the remote does not take is told apart, and changes nothing", async () => {
  const { prepare, service, project, remote } = await aMachine(db);
  const { id, path } = await prepare();
  const theirs = commitFiles(project, { "theirs.txt": "t" });
  git(project, "push", "--quiet", "origin", "main");
  writeFileSync(join(path, "ours.txt"), "o");
  await service.commitAll(id, wish);
  await expect(service.push(id, { branch: "main" })).rejects.toMatchObject({
    code: "workspaces.push_rejected",
  });
  await expect(service.push(id, { branch: "--force" })).rejects.toMatchObject({
    code: "workspaces.push_rejected",
  });
  expect(git(remote, "rev-parse", "main")).toBe(theirs);
});

test("what was committed by itself, on a branch of its own, is what counts", async () => {
  const { prepare, service, remote } = await aMachine(db);
  const { id, path, branch } = await prepare();
  git(path, "checkout", "--quiet", "-b", "better");
  const commit = commitFiles(path, { "a.txt": "a" });
  expect(await service.commitAll(id, wish)).toEqual({ commit, branch, isNew: false });
  await service.push(id);
  expect(git(remote, "rev-parse", branch)).toBe(commit);
  const other = await prepare();
  expect(await service.push(other.id)).toBeNull();
});

test("a project without a remote is fetched from its folder, and pushed there as a branch", async () => {
  const { prepare, service, project, now } = await aMachine(db);
  git(project, "remote", "remove", "origin");
  // Some tool made it by mistake.
  git(project, "update-ref", "refs/heads/HEAD", "HEAD");
  commitFiles(project, { "packages/a/a.txt": "a\n" });
  writeFileSync(join(project, "dirty.txt"), "not committed");
  const { id, path, branch } = await prepare();
  expect(await now(id)).toMatchObject({ source: project, commit_id: git(project, "rev-parse", "@") });
  expect(git(path, "status", "--porcelain")).toBe("");
  writeFileSync(join(path, "b.txt"), "b");
  const { commit } = await service.commitAll(id, wish);
  await service.push(id);
  expect(git(project, "rev-parse", branch)).toBe(commit);
  expect(git(project, "status", "--porcelain")).toBe("?? dirty.txt");
});

test("a project that lies within its repository is worked in there", async () => {
  const { prepare, options, project, isThere } = await aMachine(db);
  commitFiles(project, { "packages/a/a.txt": "a\n" });
  git(project, "push", "--quiet", "origin", "main");
  const whole = await options.places.project("");
  options.places.project = async () => ({ ...whole, path: join(project, "packages", "a") });
  const { made, path } = await prepare();
  expect(made).toEqual({ cwd: join(path, "packages", "a"), trust: "full" });
  expect(isThere(join(path, "packages", "a", "a.txt"))).toBe(true);
});

test("one whose project is another host's is left to that one, and a folder without git is told", async () => {
  const { prepare, options, folder } = await aMachine(db);
  const project = await options.places.project("");
  options.places.project = async () => ({ ...project, hostId: "there" });
  expect((await prepare()).made).toEqual({ wantedHostId: "there" });
  options.places.project = async () => ({ ...project, path: folder });
  expect((await prepare()).made).toMatchObject({
    failed: `The project's folder is no git repository: ${folder}`,
  });
  options.places.project = async () => ({ ...project, remote: "ext::sh -c true" });
  expect((await prepare()).made).toMatchObject({ failed: "Nothing is fetched from ext::sh -c true" });
});

test("a setup script that fails fails the execution, with what it printed", async () => {
  const { prepare, service, over, now, project, notes, isThere } = await aMachine(db);
  commitFiles(project, { ".signalbox/setup.sh": "echo no luck; exit 3\n" });
  git(project, "push", "--quiet", "origin", "main");
  const { id, made, path } = await prepare();
  expect(made).toMatchObject({ failed: "Its setup script failed: see what it printed" });
  expect(notes.at(-1)).toBe("Its setup script said:\nno luck\n\nexit code 3");
  await over(id);
  await service.release(id);
  expect([(await now(id))?.state, isThere(path)]).toEqual(["removed", false]);
});

test("a patch is cut where it is long, and secrets are taken out", async () => {
  const { prepare, service } = await aMachine(db);
  const { id, path } = await prepare();
  const secret = `ghp_${"a1B2".repeat(9)}`;
  writeFileSync(join(path, "a.txt"), `${secret}\n`);
  writeFileSync(join(path, "old name.txt"), "x".repeat(600_000));
  writeFileSync(join(path, "b.bin"), Buffer.from([0, 1, 2]));
  const changes = await service.changes(id);
  expect(changes).toMatchObject({ isPatchCut: true });
  expect(changes?.patch.length).toBeLessThanOrEqual(500_000);
  expect(changes?.patch).not.toContain(secret);
  expect(changes?.files).toContainEqual({ path: "b.bin", added: null, removed: null });
});

test("a repository within that has no commit keeps nothing else from being committed", async () => {
  const { prepare, service, over, remote } = await aMachine(db);
  const { id, path, branch } = await prepare();
  git(path, "init", "--quiet", join(path, "nested"));
  writeFileSync(join(path, "nested", "a.txt"), "a");
  writeFileSync(join(path, "b.txt"), "b");
  expect((await service.changes(id))?.files).toEqual([{ path: "b.txt", added: 1, removed: 0 }]);
  await service.commitAll(id, wish);
  await service.push(id);
  expect(git(remote, "cat-file", "blob", `${branch}:b.txt`)).toBe("b");
  await over(id);
  expect(await service.release(id)).toEqual({ kept: "1 change is not committed" });
  await expect(service.commitAll(id, wish)).rejects.toMatchObject({ code: "workspaces.git_failed" });
});

test("what was committed and tagged is as lost as what was committed, until it is pushed", async () => {
  const { prepare, service, over } = await aMachine(db);
  for (const kind of ["worktree", "clone"] as const) {
    const { id, path } = await prepare(null, kind);
    commitFiles(path, { "new.txt": kind });
    git(path, "tag", `v-${kind}`);
    await over(id);
    expect(await service.release(id)).toEqual({ kept: "1 commit is not pushed" });
    await service.push(id);
    expect(await service.release(id)).toEqual({ kept: null });
  }
});

test("a branch without a commit keeps no checkout for ever, and one that git can't look at waits for a word", async () => {
  const { prepare, service, over, isThere } = await aMachine(db);
  const unborn = await prepare(null, "clone");
  git(unborn.path, "checkout", "--quiet", "--orphan", "pages");
  await over(unborn.id);
  const { kept } = await service.release(unborn.id);
  expect(kept).toMatch(/not committed/);
  const broken = await prepare(null, "clone");
  writeFileSync(join(broken.path, ".git", "index"), "no index");
  await over(broken.id);
  expect((await service.release(broken.id)).kept).toContain("what is in it can't be told");
  const by = { actor: "user", correlationId: "test" };
  await service.remove(broken.id, { force: true, by });
  expect(isThere(broken.path)).toBe(false);
});

test("a push is not ended by whoever fetches from the same remote meanwhile", async () => {
  const { prepare, service } = await aMachine(db);
  const first = await prepare();
  writeFileSync(join(first.path, "new.txt"), "one");
  await service.commitAll(first.id, wish);
  const [pushed, ...made] = await Promise.all([service.push(first.id), prepare(), prepare(), prepare()]);
  expect(pushed).toMatchObject({ branch: first.branch });
  expect(made.map((one) => "cwd" in one.made)).toEqual([true, true, true]);
});

test("another attempt works where the one before did, and finds what that left", async () => {
  const { prepare, isThere } = await aMachine(db);
  for (const kind of ["worktree", "clone"] as const) {
    const { id, path, made } = await prepare(null, kind);
    writeFileSync(join(path, "half.txt"), "half");
    expect((await prepare(null, kind, { id, isBegun: true })).made).toEqual(made);
    expect(isThere(join(path, "half.txt"))).toBe(true);
    rmSync(path, { recursive: true });
    expect((await prepare(null, kind, { id, isBegun: true })).made).toEqual(made);
    expect(isThere(join(path, "read.me"))).toBe(true);
  }
});
