import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { gitBranch } from "./git-branch.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "signalbox-branch-"));
});
afterEach(() => rm(folder, { recursive: true }));

const git = (cwd: string, ...words: string[]) =>
  execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...words], {
    cwd,
    encoding: "utf8",
  }).trim();

const aRepository = async () => {
  const path = join(folder, "shop");
  await mkdir(join(path, "src"), { recursive: true });
  git(path, "init", "--quiet", "--initial-branch=main");
  git(path, "commit", "--quiet", "--allow-empty", "--message=First");
  return path;
};

test("the branch is known in every folder of the repository", async () => {
  const path = await aRepository();
  expect(await gitBranch(path)).toBe("main");
  git(path, "checkout", "--quiet", "-b", "feature/löschen");
  expect(await gitBranch(join(path, "src"))).toBe("feature/löschen");
});

test("without a branch the short commit is told", async () => {
  const path = await aRepository();
  git(path, "checkout", "--quiet", "--detach");
  expect(await gitBranch(path)).toBe(git(path, "rev-parse", "HEAD").slice(0, 7));
});

test("a linked worktree has its own branch", async () => {
  const path = await aRepository();
  git(path, "worktree", "add", "--quiet", "-b", "other", "../tree");
  expect(await gitBranch(join(folder, "tree"))).toBe("other");
  expect(await gitBranch(path)).toBe("main");
});

test("a repository whose git folder lies elsewhere is followed", async () => {
  const path = join(folder, "work");
  await mkdir(path);
  git(path, "init", "--quiet", "--initial-branch=apart", "--separate-git-dir=../store");
  expect(await gitBranch(path)).toBe("apart");
});

test("there is no branch outside of a repository, nor in a folder that does not exist", async () => {
  expect(await gitBranch(folder)).toBeNull();
  expect(await gitBranch(join(folder, "missing", "deep"))).toBeNull();
});

test("what a hostile repository puts in place of its files is not followed", async () => {
  const git = join(folder, ".git");
  await mkdir(git);
  expect(await gitBranch(folder)).toBeNull();
  execFileSync("mkfifo", [join(git, "HEAD")]);
  expect(await gitBranch(folder)).toBeNull();
  await rm(join(git, "HEAD"));
  for (const head of [
    "root:x:0:0",
    "ref: refs/heads/a\u001b[31mred",
    `ref: refs/heads/${"x".repeat(5_000)}`,
    "",
  ]) {
    await writeFile(join(git, "HEAD"), head);
    expect(await gitBranch(folder)).toBeNull();
  }
});
