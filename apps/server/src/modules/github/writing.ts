import type { Asking } from "./asking/asking.ts";
import { type PullRequest, pageSize, presentPull } from "./reading.ts";
import { partsOf } from "./repository-parts.ts";

/** Beyond what a number holds exactly, the library takes another kind. */
type Id = number | bigint;

/** Something that was written on GitHub. */
export interface Written {
  id: Id;
  url: string;
  body: string;
  author: string;
}

export interface NewReview {
  body: string;
  /** The commit that was looked at. */
  commit: string;
  comments: readonly { path: string; line: number; body: string }[];
}

export interface NewStatus {
  state: "success" | "failure" | "error" | "pending";
  context: string;
  description: string;
  url: string | null;
}

export interface NewPull {
  head: string;
  base: string;
  title: string;
  body: string;
  draft: boolean;
}

/** A commit status, as it is now. */
export type Status = Pick<NewStatus, "context" | "description"> & { state: string };

/** What is written on GitHub, and what is there already: whoever tries again looks before. */
export interface GitHubWrites {
  /** The first that `is` takes, on a pull request or an issue. */
  findComment(repository: string, number: number, is: (one: Written) => boolean): Promise<Written | null>;
  comment(repository: string, number: number, body: string): Promise<Written>;
  changeComment(repository: string, id: Id, body: string): Promise<Written>;
  findReview(repository: string, number: number, is: (one: Written) => boolean): Promise<Written | null>;
  review(repository: string, number: number, review: NewReview): Promise<Written>;
  statuses(repository: string, commit: string): Promise<Status[]>;
  setStatus(repository: string, commit: string, status: NewStatus): Promise<void>;
  /** The open one from a branch of the same repository. */
  findPull(repository: string, head: string): Promise<PullRequest | null>;
  openPull(repository: string, pull: NewPull): Promise<PullRequest>;
  changePull(repository: string, number: number, pull: Pick<NewPull, "title" | "body">): Promise<PullRequest>;
  /** The first issue that an account wrote since, and that `is` takes. */
  findIssue(
    repository: string,
    by: { login: string; since: Date },
    is: (one: Written) => boolean,
  ): Promise<(Written & { number: number }) | null>;
  openIssue(
    repository: string,
    issue: { title: string; body: string; labels: readonly string[] },
  ): Promise<{ number: number; url: string }>;
}

export const createWrites = (asking: Asking): GitHubWrites => ({
  ...comments(asking),
  ...reviews(asking),
  ...statuses(asking),
  ...pulls(asking),
  ...issues(asking),
});

const comments = (asking: Asking): Pick<GitHubWrites, "findComment" | "comment" | "changeComment"> => ({
  findComment: (repository, number, is) =>
    asking(repository, (github) => {
      const at = { ...partsOf(repository), issue_number: number, per_page: pageSize };
      return firstOf(
        github.paginate.iterator("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", at),
        is,
      );
    }),
  comment: (repository, number, body) =>
    asking(repository, async (github) => {
      const at = { ...partsOf(repository), issue_number: number, body };
      return presentWritten(
        (await github.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", at)).data,
      );
    }),
  changeComment: (repository, id, body) =>
    asking(repository, async (github) => {
      const at = { ...partsOf(repository), comment_id: id, body };
      return presentWritten(
        (await github.request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", at)).data,
      );
    }),
});

const reviews = (asking: Asking): Pick<GitHubWrites, "findReview" | "review"> => ({
  findReview: (repository, number, is) =>
    asking(repository, (github) => {
      const at = { ...partsOf(repository), pull_number: number, per_page: pageSize };
      return firstOf(
        github.paginate.iterator("GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews", at),
        is,
      );
    }),
  review: (repository, number, { body, commit, comments: lines }) =>
    asking(repository, async (github) => {
      const { data } = await github.request("POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews", {
        ...{ ...partsOf(repository), pull_number: number, event: "COMMENT", body, commit_id: commit },
        comments: lines.map((one) => ({ ...one, side: "RIGHT" })),
      });
      return presentWritten(data);
    }),
});

const statuses = (asking: Asking): Pick<GitHubWrites, "statuses" | "setStatus"> => ({
  statuses: (repository, ref) =>
    asking(repository, async (github) => {
      const at = { ...partsOf(repository), ref, per_page: pageSize };
      const { data } = await github.request("GET /repos/{owner}/{repo}/commits/{ref}/status", at);
      return data.statuses.map(({ context, description, state }) => ({
        ...{ context, state, description: description ?? "" },
      }));
    }),
  setStatus: (repository, sha, { state, context, description, url }) =>
    asking(repository, async (github) => {
      await github.request("POST /repos/{owner}/{repo}/statuses/{sha}", {
        ...{ ...partsOf(repository), sha, state, context, description },
        ...(url === null ? {} : { target_url: url }),
      });
    }),
});

const pulls = (asking: Asking): Pick<GitHubWrites, "findPull" | "openPull" | "changePull"> => ({
  findPull: (repository, head) =>
    asking(repository, async (github) => {
      const { owner, repo } = partsOf(repository);
      const filter = { owner, repo, state: "open", head: `${owner}:${head}` } as const;
      const [found] = (await github.request("GET /repos/{owner}/{repo}/pulls", filter)).data;
      return found === undefined ? null : presentPull(found);
    }),
  openPull: (repository, pull) =>
    asking(repository, async (github) => {
      const wish = { ...partsOf(repository), ...pull };
      return presentPull((await github.request("POST /repos/{owner}/{repo}/pulls", wish)).data);
    }),
  changePull: (repository, number, { title, body }) =>
    asking(repository, async (github) => {
      const wish = { ...partsOf(repository), pull_number: number, title, body };
      return presentPull(
        (await github.request("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", wish)).data,
      );
    }),
});

const issues = (asking: Asking): Pick<GitHubWrites, "findIssue" | "openIssue"> => ({
  findIssue: (repository, { login, since }, is) =>
    asking(repository, async (github) => {
      const filter = {
        creator: login,
        state: "all",
        since: since.toISOString(),
        per_page: pageSize,
      } as const;
      const at = { ...partsOf(repository), ...filter };
      for await (const { data } of github.paginate.iterator("GET /repos/{owner}/{repo}/issues", at)) {
        for (const issue of data) {
          const one = presentWritten(issue);
          if (is(one)) return { ...one, number: issue.number };
        }
      }
      return null;
    }),
  openIssue: (repository, { title, body, labels }) =>
    asking(repository, async (github) => {
      const wish = { ...partsOf(repository), title, body, labels: [...labels] };
      const { data } = await github.request("POST /repos/{owner}/{repo}/issues", wish);
      return { number: data.number, url: data.html_url };
    }),
});

interface Theirs {
  id: Id;
  html_url: string;
  body?: string | null | undefined;
  user: { login: string } | null;
}

const presentWritten = ({ id, html_url: url, body, user }: Theirs): Written => ({
  ...{ id, url, body: body ?? "", author: user?.login ?? "ghost" },
});

async function firstOf(
  pages: AsyncIterable<{ data: readonly Theirs[] }>,
  is: (one: Written) => boolean,
): Promise<Written | null> {
  for await (const { data } of pages) {
    const found = data.map(presentWritten).find(is);
    if (found !== undefined) return found;
  }
  return null;
}
