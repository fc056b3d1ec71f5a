import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { aMachine, commitFiles, git } from "../workspaces.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const never = new AbortController().signal;
const known: ReadonlySet<string> = new Set();

async function aRepository(files: Readonly<Record<string, string>>) {
  const machine = await aMachine(db);
  const { project, projectId, service } = machine;
  const push = (more: Readonly<Record<string, string>>) => {
    commitFiles(project, more);
    git(project, "push", "--quiet", "origin", "main");
  };
  push(files);
  const wish = {
    projectId,
    folder: ".signalbox/bots",
    endings: [".yaml"],
    most: 5,
    longestBytes: 1_000,
    known,
  };
  const read = (more: { known?: ReadonlySet<string> } = {}) =>
    service.branchFiles({ ...wish, ...more }, never);
  return { ...machine, push, read };
}

/** Pushes a folder of bots that git itself would not write: one entry of each line of `mktree`. */
function pushTree({ project }: { project: string }, entries: readonly string[]) {
  const make = (lines: readonly string[]) =>
    execFileSync("git", ["mktree", "-z", "--missing"], {
      ...{ cwd: project, encoding: "utf8", input: lines.map((line) => `${line}\0`).join("") },
    }).trim();
  const bots = make(entries);
  const root = make([`040000 tree ${make([`040000 tree ${bots}\tbots`])}\t.signalbox`]);
  const commit = git(project, "commit-tree", "-p", "HEAD", "-m", "hostile", root);
  git(project, "push", "--quiet", "origin", `${commit}:refs/heads/main`);
}

test("files of the default branch are read as its remote has them, whatever lies in the project's folder", async () => {
  const { project, read } = await aRepository({
    ".signalbox/bots/a.yaml": "name: A\n",
    ".signalbox/bots/read.me": "x",
  });
  commitFiles(project, { ".signalbox/bots/a.yaml": "name: Not pushed\n" });
  git(project, "push", "--quiet", "origin", "HEAD:refs/heads/other", "HEAD:refs/pull/7/head");
  const { branch, files, commit } = await read();
  expect(branch).toBe("main");
  expect(commit).toBe(git(project, "rev-parse", "origin/main"));
  expect(files).toMatchObject([{ name: "a.yaml", text: "name: A\n", refused: null }]);
});

test("what is known is not read again, and a repository without the folder has no files", async () => {
  const { read, push, project } = await aRepository({ ".signalbox/bots/a.yaml": "name: A\n" });
  const { files } = await read();
  expect((await read({ known: new Set(files.map(({ blob }) => blob)) })).files).toMatchObject([
    { text: null, refused: null },
  ]);
  git(project, "rm", "-r", "--quiet", ".signalbox");
  push({});
  expect((await read()).files).toEqual([]);
});

test("links, submodules, folders, long ones and what is no text are refused one by one, and stop nothing else", async () => {
  const machine = await aRepository({
    ".signalbox/bots/long.yaml": "x".repeat(1_001),
    ".signalbox/bots/nul.yaml": "a\0b",
  });
  const { project, push, read } = machine;
  symlinkSync("/etc/passwd", join(project, ".signalbox/bots/link.yaml"));
  git(project, "add", ".signalbox/bots/link.yaml");
  git(project, "update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},.signalbox/bots/sub.yaml`);
  push({ ".signalbox/bots/folder.yaml/b.yaml": "name: B\n" });
  const { files } = await read();
  expect(files.map(({ name, text, refused }) => [name, text, refused])).toEqual([
    ["folder.yaml", null, "It is a folder: only files are read"],
    ["link.yaml", null, "It is a link: only files themselves are read"],
    ["long.yaml", null, "It is longer than 1,000 bytes"],
    ["nul.yaml", null, "It is no text"],
    ["sub.yaml", null, "It is a submodule: only files are read"],
  ]);
});

test("names that lead elsewhere, or draw themselves otherwise, are refused", async () => {
  const machine = await aRepository({ "a.yaml": "name: A\n" });
  const blob = git(machine.project, "rev-parse", "HEAD:a.yaml");
  const names = ["-x.yaml", "a..yaml", "a\u001b[31m.yaml", "a\nb.yaml", "a\u202eb.yaml"];
  pushTree(
    machine,
    names.map((name) => `100644 blob ${blob}\t${name}`),
  );
  const { files } = await machine.read();
  expect(files).toHaveLength(names.length);
  expect(files.every(({ refused, text }) => refused?.startsWith("Its name") && text === null)).toBe(true);
});

test("more files than may be are none, and a link in place of the folder is not followed", async () => {
  const names = ["a", "b", "c", "d", "e", "f"].map((name) => [`.signalbox/bots/${name}.yaml`, "x"]);
  const { read, project, push } = await aRepository(Object.fromEntries(names));
  await expect(read()).rejects.toMatchObject({ code: "workspaces.too_many_files" });
  git(project, "mv", ".signalbox", "elsewhere");
  symlinkSync("elsewhere", join(project, ".signalbox"));
  git(project, "add", "--all");
  push({});
  await expect(read()).rejects.toMatchObject({ code: "workspaces.no_folder" });
});

test("a folder without a remote has no default branch, but what somebody checked out last", async () => {
  const { project, read } = await aRepository({ ".signalbox/bots/a.yaml": "name: A\n" });
  git(project, "remote", "remove", "origin");
  await expect(read()).rejects.toMatchObject({ code: "workspaces.no_remote" });
});

test("the default branch is known once the remote was asked, without asking it again", async () => {
  const { projectId, service, read } = await aRepository({ "a.yaml": "a" });
  expect(await service.knownBranch(projectId)).toBeNull();
  await read();
  expect(await service.knownBranch(projectId)).toBe("main");
});
