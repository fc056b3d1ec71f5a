import { RequestError } from "@octokit/request-error";
import type { GitHub } from "./asking/ask.ts";
import type { Asking } from "./asking/asking.ts";
import { partsOf } from "./repository-parts.ts";

export type Permission = "admin" | "write" | "read" | "none";

/** A pull request, as far as it is looked at. */
export interface PullRequest {
  number: number;
  title: string;
  url: string;
  state: string;
  author: string;
  head: { ref: string; sha: string; repository: string | null };
  base: { ref: string; sha: string };
}

/** A file that a pull request changes. Without a patch it is binary, or too long. */
export interface ChangedFile {
  path: string;
  status: string;
  patch: string | null;
}

/** What is read of GitHub. */
export interface GitHubReads {
  /** What a person may do in a repository. */
  permissionOf(repository: string, login: string): Promise<Permission>;
  pullRequest(repository: string, number: number): Promise<PullRequest>;
  /** The first of them; `isWhole` tells whether there are no more. */
  changedFiles(repository: string, number: number): Promise<{ files: ChangedFile[]; isWhole: boolean }>;
  defaultBranch(repository: string): Promise<string>;
}

const mostFiles = 1_000;
/** At once; GitHub gives no more. */
export const pageSize = 100;

export const createReads = (asking: Asking): GitHubReads => ({
  permissionOf: (repository, username) =>
    asking(repository, (github) => permissionOf(github, { ...partsOf(repository), username })),
  pullRequest: (repository, number) =>
    asking(repository, async (github) => {
      const at = { ...partsOf(repository), pull_number: number };
      return presentPull((await github.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", at)).data);
    }),
  changedFiles: (repository, number) =>
    asking(repository, async (github) => {
      const at = { ...partsOf(repository), pull_number: number, per_page: pageSize };
      const files: ChangedFile[] = [];
      const pages = github.paginate.iterator("GET /repos/{owner}/{repo}/pulls/{pull_number}/files", at);
      for await (const { data } of pages) {
        for (const { filename: path, status, patch = null } of data) files.push({ path, status, patch });
        if (files.length > mostFiles) break;
      }
      return { files: files.slice(0, mostFiles), isWhole: files.length <= mostFiles };
    }),
  defaultBranch: (repository) =>
    asking(repository, async (github) => {
      const { data } = await github.request("GET /repos/{owner}/{repo}", partsOf(repository));
      return data.default_branch;
    }),
});

const told: Readonly<Record<string, Permission>> = { admin: "admin", write: "write", read: "read" };

/** Whoever GitHub does not know there may nothing. */
async function permissionOf(
  github: GitHub,
  at: { owner: string; repo: string; username: string },
): Promise<Permission> {
  try {
    const { data } = await github.request(
      "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
      at,
    );
    return told[data.permission] ?? "none";
  } catch (error) {
    if (isNotFound(error)) return "none";
    throw error;
  }
}

const isNotFound = (error: unknown): boolean => error instanceof RequestError && error.status === 404;

interface TheirPull {
  number: number;
  title: string;
  html_url: string;
  state: string;
  user: { login: string } | null;
  head: { ref: string; sha: string; repo: { full_name: string } | null };
  base: { ref: string; sha: string };
}

export const presentPull = ({
  number,
  title,
  html_url: url,
  state,
  user,
  head,
  base,
}: TheirPull): PullRequest => ({
  ...{ number, title, url, state, author: user?.login ?? "ghost" },
  head: { ref: head.ref, sha: head.sha, repository: head.repo?.full_name ?? null },
  base: { ref: base.ref, sha: base.sha },
});
