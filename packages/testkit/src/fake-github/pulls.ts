import { z } from "zod";
import { type Asked, needs, numberPart, optionalText, text } from "./asked.ts";
import { shownLines } from "./diff-lines.ts";
import { presentPull, presentReview } from "./present.ts";
import { refused } from "./refused.ts";
import {
  type FakeFile,
  type FakeIssue,
  type FakePull,
  filesBetween,
  hasCommit,
  isAhead,
  pullOf,
  shaOf,
} from "./state.ts";

export function listPulls({ repository, query }: Asked) {
  const [head, state = "open"] = [query.get("head"), query.get("state") ?? undefined];
  const [owner] = repository.name.split("/");
  return repository.issues.flatMap((issue) => {
    const { pull } = issue;
    const isIt = head === null || head === `${owner}:${pull?.head.ref}`;
    return pull !== null && isIt && (state === "all" || issue.state === state)
      ? [presentPull(repository, { ...issue, pull })]
      : [];
  });
}

export function getPull(asked: Asked) {
  const { repository } = asked;
  const issue = pullOf(repository, numberPart(asked, "number"));
  const sha = shaOf(repository, issue.pull.head.ref);
  if (sha !== null) issue.pull.head.sha = sha;
  return presentPull(repository, issue);
}

export function openPull(asked: Asked) {
  needs(asked, "write");
  const { repository, login } = asked;
  const [head, base, title] = [text(asked, "head"), text(asked, "base"), text(asked, "title")];
  const [headSha, baseSha] = [shaOf(repository, head), shaOf(repository, base)];
  const failed = (...errors: unknown[]) => refused(422, "Validation Failed", errors);
  if (headSha === null) return failed({ resource: "PullRequest", field: "head", code: "invalid" });
  if (baseSha === null) return failed({ resource: "PullRequest", field: "base", code: "invalid" });
  const custom = (message: string) => failed({ resource: "PullRequest", code: "custom", message });
  if (!isAhead(repository, base, head)) return custom(`No commits between ${base} and ${head}`);
  const isOpen = repository.issues.some(({ state, pull }) => state === "open" && pull?.head.ref === head);
  const [owner] = repository.name.split("/");
  if (isOpen) return custom(`A pull request already exists for ${owner}:${head}.`);
  const pull: FakePull = {
    ...{ head: { ref: head, sha: headSha }, base: { ref: base, sha: baseSha } },
    ...{ draft: asked.body.draft === true, files: filesBetween(repository, base, head), reviews: [] },
  };
  const issue: FakeIssue & { pull: FakePull } = {
    ...{ id: asked.next(), number: repository.issues.length + 1, title, author: login, pull },
    ...{ body: optionalText(asked, "body") ?? "", state: "open", labels: [], comments: [], at: asked.now() },
  };
  repository.issues.push(issue);
  return presentPull(repository, issue);
}

export function changePull(asked: Asked) {
  needs(asked, "write");
  const number = numberPart(asked, "number");
  const issue = asked.repository.issues.find((one) => one.number === number);
  if (issue === undefined) return refused(404, "Not Found");
  issue.title = optionalText(asked, "title") ?? issue.title;
  issue.body = optionalText(asked, "body") ?? issue.body;
  return getPull(asked);
}

export const listFiles = (asked: Asked): FakeFile[] =>
  pullOf(asked.repository, numberPart(asked, "number")).pull.files;

export function listReviews(asked: Asked) {
  const issue = pullOf(asked.repository, numberPart(asked, "number"));
  return issue.pull.reviews.map((review) => presentReview(asked.repository, issue, review));
}

const Lines = z.array(
  z.object({ path: z.string(), line: z.int(), side: z.string().default("RIGHT"), body: z.string().min(1) }),
);

export function addReview(asked: Asked) {
  needs(asked, "read");
  const { repository, login } = asked;
  const issue = pullOf(repository, numberPart(asked, "number"));
  const comments = Lines.parse(asked.body.comments ?? []);
  const body = optionalText(asked, "body") ?? "";
  const commit = optionalText(asked, "commit_id") ?? issue.pull.head.sha;
  if (!hasCommit(repository, commit))
    refused(422, "Validation Failed", ["The commit is not part of the pull request"]);
  if (body === "" && comments.length === 0) refused(422, "Validation Failed", ["Review body is missing"]);
  for (const { path, line } of comments) {
    const file = issue.pull.files.find(({ filename }) => filename === path);
    if (file === undefined) refused(422, "Unprocessable Entity", ["Path could not be resolved"]);
    if (!shownLines(file?.patch ?? "").has(line))
      refused(422, "Unprocessable Entity", ["Line could not be resolved"]);
  }
  const event = optionalText(asked, "event") ?? "PENDING";
  const review = { id: asked.next(), body, author: login, event, commit, comments };
  issue.pull.reviews.push(review);
  return presentReview(repository, issue, review);
}
