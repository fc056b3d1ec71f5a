import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { mirrorFolder } from "./folders.ts";
import { aMachine, commitFiles, git } from "./workspaces.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const wish = { message: "What was done", author: { name: "A bot", email: "bot@example.org" } };

/** A program that says that it ran. */
function aTrap(folder: string) {
  const [mark, file] = [join(folder, "ran"), join(folder, "trap.sh")];
  writeFileSync(file, `#!/bin/sh\necho "$0 $*" >> ${mark}\ncat\n`);
  chmodSync(file, 0o755);
  return { file, ran: () => (existsSync(mark) ? readFileSync(mark, "utf8") : "") };
}

const attributes = "* filter=evil diff=evil merge=evil\n";
const configOf = (trap: string): [name: string, value: string][] => [
  ...(["clean", "smudge", "process"] as const).map((what): [string, string] => [`filter.evil.${what}`, trap]),
  ...[["diff.evil.command", trap] as const, ["diff.evil.textconv", trap] as const].map(
    ([name, value]): [string, string] => [name, value],
  ),
  ["diff.external", trap],
  ["core.fsmonitor", trap],
  ["core.sshCommand", trap],
  ["core.editor", trap],
  ["core.pager", trap],
  ["gpg.program", trap],
  ["commit.gpgSign", "true"],
  ["credential.helper", trap],
  ["core.worktree", "/"],
];

test("what a person's settings define is not run because a repository's attributes ask for it", async () => {
  const { folder, project, prepare, service } = await aMachine(db);
  const { file, ran } = aTrap(folder);
  commitFiles(project, { ".gitattributes": attributes, "a.txt": "a\n" });
  git(project, "push", "--quiet", "origin", "main");
  for (const [name, value] of configOf(file))
    if (/^(?:filter|diff)/.test(name)) git(folder, "config", "--file", ".gitconfig", name, value);
  git(folder, "config", "--file", ".gitconfig", "filter.evil.required", "true");
  for (const kind of ["worktree", "clone"] as const) {
    const { id, made, path } = await prepare(null, kind);
    expect(made).toMatchObject({ trust: "full" });
    writeFileSync(join(path, "a.txt"), "b\n");
    expect(await service.changes(id)).toMatchObject({ dirty: ["a.txt"] });
    await service.commitAll(id, wish);
    await service.push(id);
  }
  expect(ran()).toBe("");
});

test.each(["worktree", "clone"] as const)(
  "what is written into the git folder of a %s while it is worked in runs nothing of ours",
  async (kind) => {
    const { folder, home, remote, prepare, service, over } = await aMachine(db);
    const { file, ran } = aTrap(folder);
    const { id, row, path, branch } = await prepare(null, kind);
    for (const [name, value] of configOf(file)) git(path, "config", name, value);
    const shared = kind === "clone" ? join(path, ".git") : mirrorFolder(home, row?.repository_id ?? "");
    git(path, "config", "remote.origin.url", join(folder, "elsewhere.git"));
    mkdirSync(join(shared, "hooks"), { recursive: true });
    for (const hook of ["pre-commit", "post-commit", "pre-push", "post-checkout", "reference-transaction"]) {
      writeFileSync(join(shared, "hooks", hook), readFileSync(file));
      chmodSync(join(shared, "hooks", hook), 0o755);
    }
    if (kind === "worktree") {
      // It may as well say that it is another repository's.
      mkdirSync(join(path, "theirs"));
      git(path, "init", "--quiet", join(path, "theirs"));
      for (const [name, value] of configOf(file))
        if (name !== "core.worktree") git(join(path, "theirs"), "config", name, value);
      renameSync(join(path, "theirs", ".git"), join(folder, "theirs.git"));
      writeFileSync(join(path, ".git"), `gitdir: ${join(folder, "theirs.git")}\n`);
      rmSync(join(path, "theirs"), { recursive: true });
    }
    writeFileSync(join(path, ".gitattributes"), attributes);
    writeFileSync(join(path, "a.txt"), "a\n");
    expect((await service.changes(id))?.dirty.sort()).toEqual([".gitattributes", "a.txt"]);
    const { commit } = await service.commitAll(id, wish);
    await service.push(id);
    expect(git(remote, "rev-parse", branch)).toBe(commit);
    await over(id);
    expect(await service.release(id)).toEqual({ kept: null });
    await prepare(null, kind);
    expect(ran()).toBe("");
  },
);

test("submodules are not fetched, wherever they say they are, nor files of Git LFS, and both is told", async () => {
  const { folder, project, prepare, notes } = await aMachine(db);
  const { file, ran } = aTrap(folder);
  const commit = git(project, "rev-parse", "HEAD");
  const modules = `[submodule "a"]\n\tpath = a\n\turl = ext::${file}\n[submodule "b"]\n\tpath = b\n\turl = file://${project}\n`;
  commitFiles(project, {
    ".gitmodules": modules,
    ".gitattributes": "*.bin filter=lfs\n",
    "big.bin": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
  });
  for (const path of ["a", "b"])
    git(project, "update-index", "--add", "--cacheinfo", `160000,${commit},${path}`);
  git(project, "commit", "--quiet", "--message=Submodules");
  git(project, "push", "--quiet", "origin", "main");
  const { made, path } = await prepare();
  expect(made).toMatchObject({ trust: "full" });
  expect(notes).toContain("Its submodules are not fetched");
  expect(notes).toContain("Files in Git LFS are left as pointers");
  expect([existsSync(join(path, "b", "read.me")), ran()]).toEqual([false, ""]);
});

test("links are kept as links, and nothing behind them is copied, committed or removed", async () => {
  const { folder, project, remote, prepare, service, over, isThere } = await aMachine(db);
  const outside = join(folder, "outside");
  mkdirSync(outside);
  writeFileSync(join(outside, "secret"), "secret\n");
  symlinkSync(outside, join(project, "out"));
  writeFileSync(join(project, "mine.local"), "mine\n");
  commitFiles(project, { ".worktreeinclude": "*.local\n" });
  git(project, "add", "out");
  git(project, "commit", "--quiet", "--message=A link");
  git(project, "push", "--quiet", "origin", "main");
  const { id, path, branch } = await prepare();
  expect(lstatSync(join(path, "out")).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(path, "mine.local"), "utf8")).toBe("mine\n");
  symlinkSync(join(outside, "secret"), join(path, "copy"));
  await service.commitAll(id, wish);
  await service.push(id);
  expect(git(remote, "cat-file", "blob", `${branch}:copy`)).toBe(join(outside, "secret"));
  await over(id);
  await service.release(id);
  expect([isThere(path), isThere(join(outside, "secret"))]).toEqual([false, true]);
  // The whole of it may be a link by the time that it is looked at.
  const other = await prepare();
  rmSync(other.path, { recursive: true });
  symlinkSync(outside, other.path);
  expect(await service.changes(other.id)).toBeNull();
  await expect(service.commitAll(other.id, wish)).rejects.toMatchObject({ code: "workspaces.not_found" });
  await over(other.id);
  await service.release(other.id);
  expect([isThere(other.path), isThere(join(outside, "secret"))]).toEqual([false, true]);
});

test("a branch that is called like an option is a branch", async () => {
  const { project, prepare } = await aMachine(db);
  const name = "refs/heads/--upload-pack=trap";
  git(project, "push", "--quiet", "origin", `HEAD:${name}`);
  expect((await prepare(name)).made).toMatchObject({ trust: "full" });
  expect((await prepare("--upload-pack=trap")).made).toMatchObject({ errorClass: "workspace" });
});

test("what others ask to be pulled is not trusted, and sets nothing up, until it is on a branch", async () => {
  const { folder, project, remote, prepare, notes } = await aMachine(db);
  const setup = ".signalbox/setup.sh";
  const mark = join(folder, "set-up");
  commitFiles(project, { [setup]: `echo ready; pwd >> ${mark}\n`, ".worktreeinclude": "*.local\n" });
  git(project, "push", "--quiet", "origin", "main");
  writeFileSync(join(project, "mine.local"), "mine\n");
  const theirs = commitFiles(project, { [setup]: `echo theirs >> ${mark}\n` });
  git(project, "push", "--quiet", "origin", `HEAD:refs/pull/7/head`);
  const pulled = await prepare("refs/pull/7/head");
  expect(pulled.made).toMatchObject({ trust: "user_only" });
  expect(pulled.row).toMatchObject({ commit_id: theirs, trust: "user_only" });
  expect([existsSync(mark), existsSync(join(pulled.path, "mine.local"))]).toEqual([false, false]);
  expect(notes).toContainEqual(expect.stringMatching(/^It is on no branch of the repository/));
  // By its commit it is no more trusted.
  expect((await prepare(theirs, "clone")).made).toMatchObject({ trust: "user_only" });
  const ours = await prepare("main");
  expect(ours.made).toMatchObject({ trust: "full" });
  expect(readFileSync(mark, "utf8")).toBe(`${ours.path}\n`);
  expect(notes).toContain("Its setup script said:\nready");
  git(remote, "update-ref", "refs/heads/theirs", theirs);
  expect((await prepare("refs/pull/7/head")).made).toMatchObject({ trust: "full" });
});

test("what one execution writes into the mirror changes nothing of what the next one gets", async () => {
  const { home, project, prepare } = await aMachine(db);
  const { row, path } = await prepare();
  const ours = git(project, "rev-parse", "HEAD");
  const evil = commitFiles(path, { "read.me": "Evil\n" });
  git(path, "replace", ours, evil);
  git(path, "update-ref", "refs/remotes/origin/main", evil);
  const mirror = mirrorFolder(home, row?.repository_id ?? "");
  mkdirSync(join(mirror, "info"), { recursive: true });
  writeFileSync(join(mirror, "info", "grafts"), `${ours} ${evil}\n`);
  for (const kind of ["worktree", "clone"] as const) {
    const next = await prepare(null, kind);
    expect(next.row).toMatchObject({ commit_id: ours, trust: "full" });
    expect(readFileSync(join(next.path, "read.me"), "utf8")).toBe("Hello\n");
  }
  // What it committed is no more trusted because it is there.
  expect((await prepare(evil)).made).toMatchObject({ trust: "user_only" });
});
