import { execFileSync } from "node:child_process";
import { refused } from "./refused.ts";

export type Permission = "admin" | "write" | "read" | "none";

export interface FakeFile {
  filename: string;
  status: "added" | "modified" | "removed" | "renamed";
  /** Left out of what is binary. */
  patch?: string;
}

export interface FakeComment {
  id: number;
  body: string;
  author: string;
  at: string;
  /** How often it was written anew. */
  changes: number;
}

export interface FakeReview {
  id: number;
  body: string;
  author: string;
  event: string;
  commit: string;
  comments: { path: string; line: number; side: string; body: string }[];
}

/** A pull request is an issue too: they share their numbers and have comments alike. */
export interface FakeIssue {
  id: number;
  number: number;
  title: string;
  body: string;
  author: string;
  state: "open" | "closed";
  labels: string[];
  at: string;
  comments: FakeComment[];
  pull: FakePull | null;
}

export interface FakePull {
  head: { ref: string; sha: string };
  base: { ref: string; sha: string };
  draft: boolean;
  files: FakeFile[];
  reviews: FakeReview[];
}

export interface FakeStatus {
  sha: string;
  state: string;
  context: string;
  description: string;
  target_url: string | null;
}

export interface FakeRepository {
  id: number;
  /** `owner/name`. */
  name: string;
  defaultBranch: string;
  permissions: Map<string, Permission>;
  /** A bare repository on this machine that holds its branches. */
  git: string | null;
  /** Branches of one without a bare repository, and their commits. */
  branches: Map<string, string>;
  issues: FakeIssue[];
  statuses: FakeStatus[];
}

/** Runs git in the bare repository; null where that fails. */
function git({ git: folder }: FakeRepository, ...args: string[]): string | null {
  if (folder === null) return null;
  try {
    return execFileSync("git", ["--git-dir", folder, ...args], {
      ...{ encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
    });
  } catch {
    return null;
  }
}

export const shaOf = (repository: FakeRepository, branch: string): string | null =>
  repository.git === null
    ? (repository.branches.get(branch) ?? null)
    : (git(repository, "rev-parse", "--verify", "-q", `refs/heads/${branch}`)?.trim() ?? null);

export function hasCommit(repository: FakeRepository, sha: string): boolean {
  if (repository.git !== null) return git(repository, "cat-file", "-e", `${sha}^{commit}`) !== null;
  const pulls = repository.issues.flatMap(({ pull }) => pull ?? []);
  const known = pulls.flatMap(({ head, base }) => [head.sha, base.sha]);
  return [...repository.branches.values(), ...known].includes(sha);
}

/** Whether a branch has commits that another one has not. */
export const isAhead = (repository: FakeRepository, base: string, head: string): boolean =>
  repository.git === null
    ? shaOf(repository, base) !== shaOf(repository, head)
    : Number(git(repository, "rev-list", "--count", `${base}..${head}`) ?? 0) > 0;

const statusNames: Readonly<Record<string, FakeFile["status"]>> = { A: "added", D: "removed", M: "modified" };

/** What a branch changes of another one. */
export function filesBetween(repository: FakeRepository, base: string, head: string): FakeFile[] {
  const range = `${base}...${head}`;
  const names = git(repository, "diff", "--no-renames", "--name-status", range) ?? "";
  return names
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [status = "M", filename = ""] = line.split("\t");
      const whole = git(repository, "diff", "--no-renames", range, "--", filename) ?? "";
      const from = whole.indexOf("\n@@");
      const patch = from === -1 ? {} : { patch: whole.slice(from + 1).trimEnd() };
      return { filename, status: statusNames[status] ?? "modified", ...patch };
    });
}

export function issueOf(repository: FakeRepository, number: number): FakeIssue {
  const found = repository.issues.find((issue) => issue.number === number);
  return found ?? refused(404, "Not Found");
}

export function pullOf(repository: FakeRepository, number: number): FakeIssue & { pull: FakePull } {
  const { pull, ...issue } = issueOf(repository, number);
  return pull === null ? refused(404, "Not Found") : { ...issue, pull };
}
