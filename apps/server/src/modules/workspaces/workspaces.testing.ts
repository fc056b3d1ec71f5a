import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Checkout } from "@signalbox/contract/executions";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import type { TestDatabase } from "../../platform/database/testing.ts";
import { workspaceFolder } from "./folders.ts";
import { Mirrors } from "./mirror/mirrors.ts";
import type { GitCredential } from "./ports.ts";
import { findWorkspace } from "./workspaces.repository.ts";
import { createWorkspacesService, type WorkspacesServiceOptions } from "./workspaces.service.ts";

/** A person's git. */
export const git = (cwd: string, ...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...args], {
    ...{ cwd, encoding: "utf8" },
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();

/** Writes files and commits them; answers the commit. */
export function commitFiles(cwd: string, files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(cwd, name, ".."), { recursive: true });
    writeFileSync(join(cwd, name), text);
    git(cwd, "add", "--force", "--", name);
  }
  git(cwd, "commit", "--quiet", "--allow-empty", "--message=A commit");
  return git(cwd, "rev-parse", "HEAD");
}

/** A machine with a project that is a checkout of a bare repository. */
export async function aMachine(db: TestDatabase, more: Partial<WorkspacesServiceOptions> = {}) {
  const folder = temporaryFolder("workspaces");
  const [home, remote, project] = ["home", "remote.git", "project"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(home);
  git(folder, "init", "--quiet", "--bare", "--initial-branch=main", remote);
  git(folder, "clone", "--quiet", remote, project);
  git(project, "checkout", "--quiet", "-B", "main");
  commitFiles(project, { "read.me": "Hello\n", ".gitignore": "*.local\n" });
  git(project, "push", "--quiet", "origin", "main");
  const [hostId, projectId] = [newId(), newId()];
  await db.pool.query(
    "insert into projects_hosts (id, key, name, platform, created_at, last_seen_at) values ($1, $2, 'h', 'linux', now(), now())",
    [hostId, newId()],
  );
  await db.pool.query(
    "insert into projects (id, host_id, path, name, slug, created_at) values ($1, $2, $3, 'p', $4, now())",
    [projectId, hostId, project, newId()],
  );
  const rules = {
    ...{ home, path: process.env.PATH ?? "", environment: { HOME: folder } },
    ...{ keepDays: 7, mostBytes: 1024 ** 3, losesUnsaved: false },
  };
  const project_ = { id: projectId, path: project, hostId, remote: null, remoteByHand: false };
  const options: WorkspacesServiceOptions = {
    ...{ db, clock: systemClock, log: pino({ level: "silent" }), rules },
    places: { hostId: () => hostId, project: async () => project_ },
    credentials: async (): Promise<GitCredential | null> => null,
    mirrors: new Mirrors(rules),
    audit: { record: async () => {} },
    bell: { ring: () => {} },
    ...more,
  };
  const service = createWorkspacesService(options);
  onTestFinished(() => removeFolder(folder));
  const notes: string[] = [];
  const prepare = async (
    ref: string | null = null,
    kind: "worktree" | "clone" = "worktree",
    {
      id = newId(),
      signal = new AbortController().signal,
      base = null as Checkout["base"],
      isBegun = false,
    } = {},
  ) => {
    const note = async (text: string) => void notes.push(text);
    const wish = {
      executionId: id,
      folderId: id,
      projectId,
      kind,
      checkout: { ref, base },
      botName: "A bot",
      isBegun,
    };
    const made = await service.prepare(wish, { note, signal });
    const row = await findWorkspace(db.read, id);
    return { id, made, row, path: workspaceFolder(home, id), branch: row?.branch ?? "" };
  };
  const over = (id: string) => db.transaction((tx) => service.over(tx, id, new Date()));
  const now = (id: string) => findWorkspace(db.read, id);
  return {
    ...{ folder, home, remote, project, projectId, hostId, options, service, notes, prepare, over, now },
    isThere: (path: string) => existsSync(path),
    branches: (at = remote) => git(at, "for-each-ref", "--format=%(refname:short)", "refs/heads").split("\n"),
  };
}
