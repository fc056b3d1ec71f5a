import { TriggerContent } from "@signalbox/contract/triggers";
import { expect, test } from "vitest";
import { z } from "zod";
import type { GithubAsk } from "../ports.ts";
import { aPullRequest } from "../triggers.testing.ts";
import { decideGithub } from "./decide-github.ts";

function trigger(more: object) {
  const content = TriggerContent.parse({
    ...{ kind: "github", sourceId: "01a22ddd-2526-7ebd-82bf-113c18f70799", repository: "acme/shop" },
    ...{ events: ["pull_request", "push", "issue_comment", "check_run", "workflow_run", "issues"], ...more },
  });
  if (content.kind !== "github") throw new Error("another kind");
  return content;
}
const github = (more: Partial<GithubAsk> = {}): GithubAsk => ({
  ...{ login: async () => "signalbox", mayWrite: async (_, login) => login === "ada" },
  ...{ paths: async () => ["src/door.ts"], ...more },
});
const decide = (wish: object, event: string, body: unknown, asks = github()) =>
  decideGithub(trigger(wish), { event, body: z.json().parse(body) }, asks);
const reasonOf = async (...given: Parameters<typeof decide>) => {
  const decision = await decide(...given);
  return decision.matches ? "it matches" : decision.reason;
};

const push = (more: object = {}) => ({
  ...{ ref: "refs/heads/main", after: "b".repeat(40), head_commit: { message: "Paint" } },
  ...{ repository: { full_name: "acme/shop" }, sender: { login: "ada" } },
  commits: [{ added: ["docs/a.md"], modified: [], removed: [] }],
  ...more,
});
const comment = (body: string, login = "ada", more: object = {}) => ({
  ...{ action: "created", repository: { full_name: "acme/shop" }, sender: { login } },
  issue: { number: 7, title: "Paint it", body: null, user: { login: "bob" }, pull_request: {} },
  comment: { body, user: { login } },
  ...more,
});

test("a pull request gives its values, and what it is about", async () => {
  expect(await decide({}, "pull_request.opened", aPullRequest())).toMatchObject({
    matches: true,
    what: "acme/shop#7 pull_request opened",
    values: { number: "7", title: "Paint it", author: "ada", branch: "main", head: "paint" },
    target: { repository: "acme/shop", number: 7, commit: "a".repeat(40), ref: "refs/pull/7/head" },
  });
});

test("another repository, action, branch or path does not match, and why is said", async () => {
  const request = aPullRequest({ action: "labeled" });
  expect(await reasonOf({ repository: "acme/other" }, "pull_request", request)).toBe("It is about acme/shop");
  expect(await reasonOf({ actions: ["opened"] }, "pull_request", request)).toBe("It was labeled, not opened");
  expect(await reasonOf({ branches: ["release/*"] }, "pull_request", request)).toBe(
    "The branch main is none of its branches",
  );
  expect(await reasonOf({ paths: ["docs/**"] }, "pull_request", request)).toBe(
    "It changes none of its paths",
  );
  expect(await reasonOf({ paths: ["src/**"] }, "pull_request", request)).toBe("it matches");
  expect(await reasonOf({ events: ["push"] }, "pull_request", request)).toBe("It listens to push");
});

test("a push knows its paths itself", async () => {
  const silent = github({ paths: () => Promise.reject(new Error("asked")) });
  expect(await reasonOf({ paths: ["docs/**"] }, "push", push(), silent)).toBe("it matches");
  expect(await reasonOf({ paths: ["src/**"] }, "push", push(), silent)).toBe("It changes none of its paths");
});

test("a stranger starts nothing where writers may, by no event", async () => {
  expect(await reasonOf({}, "pull_request", aPullRequest({ login: "eve" }))).toBe(
    "eve can't write to acme/shop",
  );
  expect(await reasonOf({ command: "/review" }, "issue_comment", comment("/review", "eve"))).toBe(
    "eve can't write to acme/shop",
  );
  expect(await reasonOf({ from: "anyone" }, "pull_request", aPullRequest({ login: "eve" }))).toBe(
    "it matches",
  );
});

test("the owner needs no asking, but what somebody else does to the owner's pull request does", async () => {
  const silent = github({
    login: async () => null,
    mayWrite: () => Promise.reject(new Error("not connected")),
  });
  const owners = aPullRequest();
  owners.pull_request.author_association = "OWNER";
  expect(await reasonOf({}, "pull_request", owners, silent)).toBe("it matches");
  const labeled = { ...owners, action: "labeled", sender: { login: "eve" } };
  await expect(decide({}, "pull_request", labeled, silent)).rejects.toThrow("not connected");
});

test("what ran for a fork needs asking, and its branch is none of the repository's", async () => {
  const run = (head_repository: string, login: string) => ({
    ...{ action: "completed", repository: { full_name: "acme/shop" }, sender: { login } },
    workflow_run: {
      ...{ name: "CI", head_sha: "c".repeat(40), head_branch: "main", conclusion: "failure", html_url: "" },
      head_repository: { full_name: head_repository },
    },
  });
  const wish = { branches: ["main"] };
  expect(await reasonOf(wish, "workflow_run", run("acme/shop", "eve"))).toBe("it matches");
  expect(await reasonOf(wish, "workflow_run", run("eve/shop", "eve"))).toBe("It is on no branch");
  expect(await reasonOf({}, "workflow_run", run("eve/shop", "eve"))).toBe("eve can't write to acme/shop");
  const check = { name: "CI", head_sha: "c".repeat(40), check_suite: { head_branch: null } };
  const checked = { ...run("eve/shop", "eve"), check_run: check };
  expect(await reasonOf({}, "check_run", checked)).toBe("eve can't write to acme/shop");
});

test("what no database takes is not passed on", async () => {
  const odd = aPullRequest({ action: "open\u0000ed" });
  odd.pull_request.head.sha = "\u0000";
  const decision = await decide({}, "pull_request", odd);
  expect(decision).toMatchObject({ matches: true, target: null });
  expect(JSON.stringify(decision)).not.toContain("\\u0000");
});

test("a comment is looked at for its command alone, at its beginning and when it is written", async () => {
  const ask = (body: string, more: object = {}) =>
    reasonOf({ command: "/review" }, "issue_comment", comment(body, "ada", more));
  expect(await ask("/review the door")).toBe("it matches");
  expect(await ask("please /review")).toBe("Its comment is no /review");
  expect(await ask("/reviewed")).toBe("Its comment is no /review");
  expect(await ask("/review", { action: "edited" })).toBe("Its comment was edited");
  expect(await reasonOf({}, "issue_comment", comment("hello"))).toBe(
    "Comments are looked at for a command alone",
  );
  expect(await decide({ command: "/review" }, "issue_comment", comment("/review the door"))).toMatchObject({
    values: { arguments: "the door" },
  });
});

test("what Signalbox's own account did starts nothing", async () => {
  const own = comment("/x", "Signalbox");
  expect(await reasonOf({ command: "/x", from: "anyone" }, "issue_comment", own)).toBe(
    "Signalbox's own account did it",
  );
});

test("a filter and values see all that came", async () => {
  const body = { ...push(), forced: true };
  expect(await reasonOf({ filter: "forced" }, "push", body)).toBe("it matches");
  expect(await reasonOf({ filter: "!forced" }, "push", body)).toBe("Its filter says no");
  expect(await reasonOf({ filter: "abs(ref)" }, "push", body)).toContain("can't be answered");
  expect(await decide({ values: { files: "commits[].added[]" } }, "push", body)).toMatchObject({
    values: { files: '["docs/a.md"]' },
  });
});

test("what is nothing that GitHub sends is said to be so", async () => {
  expect(await reasonOf({}, "pull_request", { action: "opened" })).toContain(
    "It is no pull_request as GitHub sends it",
  );
  expect(await reasonOf({}, "push", null)).toContain("It is no push");
});

/** All that an account can do that a trigger listens to. */
const doneBy = (login: string): [event: string, body: unknown][] => [
  ["pull_request.opened", { ...aPullRequest(), sender: { login } }],
  ["pull_request.synchronize", { ...aPullRequest({ action: "synchronize" }), sender: { login } }],
  ["push", push({ sender: { login } })],
  ["issue_comment.created", comment("/x", login)],
  [
    "issues.opened",
    {
      ...{ action: "opened", repository: { full_name: "acme/shop" }, sender: { login } },
      issue: { number: 8, title: "It broke", body: null, user: { login } },
    },
  ],
];

test.each(["signalbox", "Signalbox", "signalbox-app[bot]"])(
  "what %s did starts nothing where that is Signalbox's own account: pull requests, pushes, comments, issues",
  async (login) => {
    const own = github({ login: async () => login.toLowerCase() });
    for (const [event, body] of doneBy(login))
      expect(await reasonOf({ command: "/x", from: "anyone" }, event, body, own), event).toBe(
        "Signalbox's own account did it",
      );
    for (const [event, body] of doneBy("ada"))
      expect(await reasonOf({ command: "/x", from: "anyone" }, event, body, own), event).toBe("it matches");
  },
);

test("a person who is named like the app, and another app, are somebody else", async () => {
  const own = github({ login: async () => "signalbox-app[bot]" });
  for (const login of ["signalbox-app", "signalbox-apps[bot]"])
    expect(
      await reasonOf({ command: "/x", from: "anyone" }, "issue_comment", comment("/x", login), own),
    ).toBe("it matches");
});

test.each(["pull_request_review.submitted", "pull_request_review_comment.created"])(
  "no trigger listens to reviews, own or others': %s",
  async (event) => {
    const review = {
      ...aPullRequest({ action: "submitted" }),
      review: { body: "/x", user: { login: "ada" } },
    };
    expect(await reasonOf({ command: "/x", from: "anyone" }, event, review)).toMatch(/^It listens to /);
  },
);
