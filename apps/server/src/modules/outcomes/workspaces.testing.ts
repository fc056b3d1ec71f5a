import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Workspaces } from "./ports.ts";

const who = ["-c", "user.name=A", "-c", "user.email=a@example.test"];

export const git = (folder: string, ...args: string[]): string =>
  execFileSync("git", ["-C", folder, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** A repository on this machine, with a commit on main and a clone that an execution has worked in. */
export function aRepository(folder: string) {
  const [bare, work] = [join(folder, "shop.git"), join(folder, "work")];
  mkdirSync(bare);
  git(bare, "init", "-q", "--bare", "-b", "main");
  git(folder, "clone", "-q", bare, work);
  writeFileSync(join(work, "shop.ts"), "one\n");
  git(work, "add", "-A");
  git(work, ...who, "commit", "-qm", "Begin");
  git(work, "push", "-q", "origin", "HEAD:main");
  return {
    ...{ bare, work },
    change: (text: string) => writeFileSync(join(work, "shop.ts"), text),
    main: () => git(bare, "rev-parse", "main").trim(),
  };
}

/** Folders of executions, all in the same clone. */
export function workspacesIn(work: string) {
  const released: string[] = [];
  const workspaces: Workspaces = {
    changes: async () => ({
      files: git(work, "status", "--porcelain")
        .split("\n")
        .flatMap((line) => (line === "" ? [] : [line.slice(3)])),
      ahead: Number(git(work, "rev-list", "--count", "origin/main..HEAD")),
      diffstat: git(work, "diff", "--stat", "origin/main"),
    }),
    commitAll: async (_id, { message, author }) => {
      git(work, "add", "-A");
      if (git(work, "status", "--porcelain") === "") return;
      const by = `${author.name} <${author.email}>`;
      git(work, ...who, "commit", "-qm", message, "--author", by);
    },
    push: async (_id, { branch }) => {
      git(work, "push", "-q", "origin", `HEAD:refs/heads/${branch}`);
      return { commit: git(work, "rev-parse", "HEAD").trim() };
    },
    release: async (id) => {
      released.push(id);
    },
  };
  return { workspaces, released };
}
