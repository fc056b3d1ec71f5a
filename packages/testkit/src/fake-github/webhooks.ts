import { createHmac, randomUUID } from "node:crypto";
import { presentComment, presentIssue, presentPull, presentRepository, presentUser } from "./present.ts";
import { type FakeRepository, issueOf, pullOf } from "./state.ts";

/** A webhook before it is sent. */
export interface FakeEvent {
  event: "pull_request" | "push" | "issues" | "issue_comment" | "check_run" | "workflow_run";
  payload: Readonly<Record<string, unknown>>;
}

const around = (repository: FakeRepository, sender: string) => ({
  ...{ repository: presentRepository(repository), sender: presentUser(sender) },
});

export const pullRequestEvent = (
  repository: FakeRepository,
  number: number,
  { action = "opened", sender = "ada" }: { action?: string; sender?: string } = {},
): FakeEvent => {
  const pull_request = presentPull(repository, pullOf(repository, number));
  return { event: "pull_request", payload: { action, number, pull_request, ...around(repository, sender) } };
};

export const pushEvent = (
  repository: FakeRepository,
  push: { branch: string; before: string; after: string; files?: readonly string[]; sender?: string },
): FakeEvent => {
  const { branch, before, after, files = [], sender = "ada" } = push;
  const who = { name: sender, email: `${sender}@example.test`, username: sender };
  const commit = {
    ...{ id: after, message: "Change it", timestamp: "2026-01-01T00:00:00Z", author: who, committer: who },
    ...{ distinct: true, added: [], removed: [], modified: files },
  };
  const payload = {
    ...{ ref: `refs/heads/${branch}`, before, after, created: false, deleted: false, forced: false },
    ...{ pusher: who, commits: [commit], head_commit: commit, ...around(repository, sender) },
  };
  return { event: "push", payload };
};

export const issuesEvent = (
  repository: FakeRepository,
  number: number,
  { action = "opened", sender = "ada", label }: { action?: string; sender?: string; label?: string } = {},
): FakeEvent => {
  const issue = presentIssue(repository, issueOf(repository, number));
  const labelled = label === undefined ? {} : { label: { name: label } };
  return { event: "issues", payload: { action, issue, ...labelled, ...around(repository, sender) } };
};

export const issueCommentEvent = (
  repository: FakeRepository,
  number: number,
  { body, action = "created", sender = "ada" }: { body: string; action?: string; sender?: string },
): FakeEvent => {
  const issue = issueOf(repository, number);
  const comment = { id: 1, body, author: sender, at: "2026-01-01T00:00:00Z", changes: 0 };
  const payload = {
    ...{ action, issue: presentIssue(repository, issue), ...around(repository, sender) },
    comment: presentComment(repository, issue, comment),
  };
  return { event: "issue_comment", payload };
};

interface Ran {
  name: string;
  sha: string;
  branch?: string;
  conclusion?: string;
  /** Pull requests that it ran for. */
  numbers?: readonly number[];
}

const pullsOf = (repository: FakeRepository, numbers: readonly number[]) =>
  numbers.map((number) => {
    const { id, head, base } = presentPull(repository, pullOf(repository, number));
    return { id, number, head: { ref: head.ref, sha: head.sha }, base: { ref: base.ref, sha: base.sha } };
  });

export const checkRunEvent = (repository: FakeRepository, ran: Ran): FakeEvent => {
  const { name, sha, branch = "main", conclusion = "failure", numbers = [] } = ran;
  const pull_requests = pullsOf(repository, numbers);
  const check_run = {
    ...{ id: 1, name, head_sha: sha, status: "completed", conclusion, pull_requests },
    check_suite: { id: 1, head_branch: branch, head_sha: sha, pull_requests },
    html_url: `https://github.test/${repository.name}/runs/1`,
    output: { title: null, summary: null },
  };
  const payload = { action: "completed", check_run, ...around(repository, "github-actions[bot]") };
  return { event: "check_run", payload };
};

export const workflowRunEvent = (repository: FakeRepository, ran: Ran): FakeEvent => {
  const { name, sha, branch = "main", conclusion = "failure", numbers = [] } = ran;
  const workflow_run = {
    ...{ id: 1, name, head_sha: sha, head_branch: branch, event: "pull_request", status: "completed" },
    ...{ conclusion, run_attempt: 1, run_number: 7, pull_requests: pullsOf(repository, numbers) },
    html_url: `https://github.test/${repository.name}/actions/runs/1`,
  };
  const payload = { action: "completed", workflow_run, ...around(repository, "github-actions[bot]") };
  return { event: "workflow_run", payload };
};

export interface SendOptions {
  url: string;
  secret: string;
  /** The same again is the same delivery, sent anew. */
  delivery?: string;
  headers?: Readonly<Record<string, string>>;
}

/** Sends a webhook as GitHub does: signed over the bytes that are sent. */
export function sendWebhook(
  { event, payload }: FakeEvent,
  { url, secret, delivery = randomUUID(), headers = {} }: SendOptions,
): Promise<Response> {
  const body = JSON.stringify(payload);
  return fetch(url, {
    ...{ method: "POST", body },
    headers: {
      ...{ "content-type": "application/json", "user-agent": "GitHub-Hookshot/044aadd" },
      ...{ "x-github-event": event, "x-github-delivery": delivery, "x-github-hook-id": "1" },
      "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
      ...headers,
    },
  });
}
