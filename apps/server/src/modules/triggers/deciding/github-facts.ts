import { type GithubEvent, githubValues } from "@signalbox/contract/triggers";
import { z } from "zod";
import { cut } from "./decision.ts";

const User = z.object({ login: z.string() });
const Sender = z.object({ repository: z.object({ full_name: z.string() }), sender: User.optional() });
/** A pull request or an issue. */
const Opened = z.object({
  author_association: z.string().default("NONE"),
  number: z.int(),
  title: z.string(),
  body: z.string().nullable().default(null),
  html_url: z.string().default(""),
  user: User,
});
const PullRequest = Opened.extend({
  head: z.object({ ref: z.string(), sha: z.string() }),
  base: z.object({ ref: z.string() }),
});
const Issue = Opened.extend({ pull_request: z.object({}).optional() });
const Changed = z.array(z.string()).default([]);

/** What GitHub told, in the words that triggers and templates have for it. */
export interface GithubFacts {
  repository: string;
  action: string | null;
  /** Who did it. */
  actor: string | null;
  /** Nobody else could have done it but somebody who can write to the repository. */
  isWriters: boolean;
  /** That is worked on; of a pull request, the one it goes to. */
  branch: string | null;
  number: number | null;
  isPullRequest: boolean;
  commit: string | null;
  /** The files that changed, where it is told; of pull requests GitHub is to be asked. */
  paths: readonly string[] | null;
  comment: string | null;
  /** What a template may ask for. */
  values: Readonly<Record<string, string>>;
}

type Told = Omit<GithubFacts, "repository" | "actor" | "values"> & {
  values: Partial<Record<(typeof githubValues)[number], string | null>>;
};
type Read = (data: unknown) => { sender: z.infer<typeof Sender>; told: Told } | string;

/** Reads what is of this shape; of all else, says what is wrong. */
const reader =
  <S extends z.ZodObject>(shape: S, read: (told: z.infer<S>) => Told): Read =>
  (data) => {
    const [sender, parsed] = [Sender.safeParse(data), shape.safeParse(data)];
    if (sender.success && parsed.success) return { sender: sender.data, told: read(parsed.data) };
    const issue = (sender.error ?? parsed.error)?.issues[0];
    return issue === undefined ? "it can't be read" : `${issue.path.join(".")}: ${issue.message}`;
  };

const none = { number: null, isPullRequest: false, commit: null, paths: null, comment: null, branch: null };
/** What GitHub takes from none but writers. */
const byWriters = { ...none, isWriters: true };
/** Of what ran for a fork, the branch is the fork's and says nothing. */
const ranFor = (branch: string | null) => ({ ...none, isWriters: branch !== null, branch });
/** Of others than the owner GitHub must be asked what they may. */
const by = (author_association: string) => ({ ...none, isWriters: author_association === "OWNER" });

const readers: Record<GithubEvent, Read> = {
  pull_request: reader(
    z.object({ action: z.string(), pull_request: PullRequest }),
    ({ action, pull_request: { number, title, body, html_url, user, head, base, author_association } }) => ({
      ...by(author_association),
      ...{ action, number, isPullRequest: true, branch: base.ref, commit: head.sha },
      values: { title, body, url: html_url, author: user.login, head: head.ref },
    }),
  ),
  push: reader(
    z.object({
      ref: z.string(),
      after: z.string(),
      compare: z.string().default(""),
      deleted: z.boolean().default(false),
      head_commit: z.object({ message: z.string() }).nullable().default(null),
      commits: z.array(z.object({ added: Changed, modified: Changed, removed: Changed })).default([]),
    }),
    ({ ref, after, compare, deleted, head_commit, commits }) => ({
      ...byWriters,
      ...{ action: deleted ? "deleted" : "pushed", branch: ref.replace(/^refs\/heads\//, "") },
      commit: deleted ? null : after,
      paths: commits.flatMap(({ added, modified, removed }) => [...added, ...modified, ...removed]),
      values: { title: head_commit?.message ?? null, url: compare },
    }),
  ),
  issues: reader(
    z.object({ action: z.string(), issue: Issue }),
    ({ action, issue: { number, title, body, html_url, user, author_association } }) => ({
      ...{ ...by(author_association), action, number },
      values: { title, body, url: html_url, author: user.login },
    }),
  ),
  issue_comment: reader(
    z.object({
      action: z.string(),
      issue: Issue,
      comment: z.object({
        ...{ body: z.string(), user: User, author_association: z.string().default("NONE") },
        html_url: z.string().default(""),
      }),
    }),
    ({ action, issue, comment }) => ({
      ...{ ...by(comment.author_association), action, number: issue.number },
      ...{ isPullRequest: issue.pull_request !== undefined },
      comment: comment.body,
      values: {
        ...{ title: issue.title, body: issue.body, author: comment.user.login, url: comment.html_url },
        ...{ comment: comment.body, arguments: comment.body.replace(/^\s*\S+\s*/, "") },
      },
    }),
  ),
  check_run: reader(
    z.object({
      action: z.string(),
      check_run: z.object({
        ...{ name: z.string(), head_sha: z.string() },
        conclusion: z.string().nullable().default(null),
        html_url: z.string().default(""),
        check_suite: z.object({ head_branch: z.string().nullable().default(null) }).optional(),
      }),
    }),
    ({ action, check_run: { name, head_sha, conclusion, html_url, check_suite } }) => ({
      // GitHub names the branch of none that is a fork's.
      ...{ ...ranFor(check_suite?.head_branch ?? null), action, commit: head_sha },
      values: { title: name, conclusion, url: html_url },
    }),
  ),
  workflow_run: reader(
    z.object({
      ...{ action: z.string(), repository: z.object({ full_name: z.string() }) },
      workflow_run: z.object({
        name: z.string().nullable().default(null),
        head_sha: z.string(),
        head_branch: z.string().nullable().default(null),
        head_repository: z.object({ full_name: z.string() }).nullable().default(null),
        conclusion: z.string().nullable().default(null),
        html_url: z.string().default(""),
      }),
    }),
    ({
      action,
      repository,
      workflow_run: { name, head_sha, head_branch, head_repository, conclusion, html_url },
    }) => ({
      ...ranFor(head_repository?.full_name === repository.full_name ? head_branch : null),
      ...{ action, commit: head_sha },
      values: { title: name, conclusion, url: html_url },
    }),
  ),
};

/** Reads what GitHub sends for an event; a text that says what is wrong where it is nothing of the kind. */
export function githubFacts(event: GithubEvent, data: unknown): GithubFacts | string {
  const read = readers[event](data);
  if (typeof read === "string") return read;
  const { sender, told } = read;
  const { action, number, branch, commit, values } = told;
  const [repository, actor] = [sender.repository.full_name, sender.sender?.login ?? null];
  // What is known of the author says nothing of somebody else who did something to it.
  const isWriters = told.isWriters && (values.author === undefined || values.author === actor);
  const all: typeof values = {
    ...{ ...values, repository, event, action, actor, branch, commit },
    number: number === null ? null : String(number),
  };
  const known = Object.fromEntries(githubValues.map((name) => [name, cut(all[name] ?? "")]));
  return { ...told, isWriters, repository, actor, values: known };
}
