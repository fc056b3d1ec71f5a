import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createSource, getDelivery } from "@signalbox/contract/deliveries";
import { listExecutions } from "@signalbox/contract/executions";
import { connectGitHub } from "@signalbox/contract/github";
import { createTrigger } from "@signalbox/contract/triggers";
import { startFakeGitHub } from "@signalbox/testkit/fake-github/fake-github";
import {
  type FakeEvent,
  issueCommentEvent,
  pullRequestEvent,
  sendWebhook,
} from "@signalbox/testkit/fake-github/webhooks";
import { findClaude, isMissing } from "@signalbox/testkit/machine";
import { until } from "@signalbox/testkit/until";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { botRunner } from "./bot-runner.testing.ts";

const git = (cwd: string, ...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...args], {
    ...{ cwd, encoding: "utf8" },
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();

const review = { summary: "It will do", comments: [{ path: "src/shop.ts", line: 2, body: "Why two?" }] };
/** What the model does: it changes a file, takes its time, and says the review. */
const work = `[[bash echo reviewed > reviewed.txt; sleep 3]] [[text ${JSON.stringify(review).replace("]", "] ")}]]`;

/** A server that is connected to a GitHub of this machine, whose repository acme/shop has a pull request by Ada. */
async function withPullRequest() {
  const github = await startFakeGitHub();
  onTestFinished(github.stop);
  const runner = await botRunner({ SIGNALBOX_OUTBOUND_NETWORKS: "127.0.0.0/8" });
  const { client, home, project, make } = runner;
  await client().call(connectGitHub, { body: { apiUrl: github.url, token: github.token } });
  const [bare, folder] = [join(home.home, "acme", "shop.git"), home.workspace];
  mkdirSync(join(home.home, "acme"));
  git(home.home, "init", "-q", "--bare", "-b", "main", bare);
  git(folder, "checkout", "-q", "-B", "main");
  git(folder, "commit", "-q", "--allow-empty", "-m", "Begin");
  git(folder, "remote", "add", "origin", bare);
  git(folder, "push", "-q", "origin", "main");
  git(folder, "checkout", "-q", "-b", "change");
  writeFileSync(join(folder, "door.txt"), "red\n");
  git(folder, "add", "--all");
  git(folder, "commit", "-q", "-m", "Paint the door");
  git(folder, "push", "-q", "origin", "change", "change:refs/pull/1/head");
  const sha = git(folder, "rev-parse", "HEAD");
  git(folder, "checkout", "-q", "main");
  const shop = github.repository("acme/shop", { git: bare });
  const pull = github.pull(shop, { head: { ref: "change", sha } });
  const source = await client().call(createSource, { body: { name: "GitHub", style: "github" } });
  const bot = await make({
    ...{ prompt: `Look at {{ title }} (#{{ number }}). ${work}`, access: "full", workspace: "worktree" },
    ...{ variables: [{ name: "title" }, { name: "number" }], projectId: (await project()).id },
    outcomes: [
      { kind: "pull_request", branch: "bots/review-{{ number }}", title: "Review of #{{ number }}" },
      { kind: "review" },
      { kind: "comment", body: "Reviewed: {{ execution.url }}" },
    ],
  });
  const trigger = (more: object) =>
    client().call(createTrigger, {
      params: { botId: bot.id },
      body: {
        content: {
          ...{ kind: "github", sourceId: source.id, repository: "acme/shop" },
          ...{ events: ["pull_request"], ...more },
        },
      },
    });
  const send = async (event: FakeEvent, delivery?: string) => {
    const url = `${runner.url()}/api/sources/${source.id}/deliveries`;
    const reply = await sendWebhook(event, { url, secret: source.secret, ...(delivery && { delivery }) });
    expect(reply.status).toBe(202);
    return z.object({ deliveryId: z.string(), duplicate: z.boolean() }).parse(await reply.json());
  };
  const handled = (deliveryId: string) => {
    const look = () => client().call(getDelivery, { params: { deliveryId } });
    return until(
      async () => {
        const now = await look();
        return now.state === "handled" ? now : undefined;
      },
      async () => JSON.stringify(await look()),
    );
  };
  const executions = async () =>
    (await client().call(listExecutions, { query: { botId: bot.id } })).items.map(({ id }) => id);
  const settled = (id: string) =>
    runner.as(id, "outcomes that are settled", ({ endedAt, outcomes }) => {
      return endedAt !== null && outcomes.every(({ state }) => state !== "pending");
    });
  return { ...runner, github, bare, folder, sha, shop, pull, trigger, send, handled, executions, settled };
}

describe.skipIf(isMissing(findClaude()))("a signed pull request", () => {
  test("ends in a reviewed branch, though the server is killed on the way, and only once", async () => {
    const { trigger, send, handled, executions, settled, as, cut, again, ...world } = await withPullRequest();
    const { bare, folder, sha, shop, pull, log } = world;
    await trigger({ actions: ["opened"] });
    const opened = pullRequestEvent(shop, pull.number);
    const { deliveryId } = await send(opened, "the-delivery");
    const { firings } = await handled(deliveryId);
    expect(firings).toMatchObject([{ outcome: "started", reason: "acme/shop#1 pull_request opened" }]);
    const [id = ""] = await executions();
    await as(id, "a session", ({ sessionId }) => sessionId !== null);
    await cut();
    await again();
    const ended = await settled(id);
    expect(ended, JSON.stringify(ended.outcomes)).toMatchObject({
      ...{ state: "succeeded", source: { ref: "refs/pull/1/head", commit: sha, trust: "full" } },
      outcomes: [{ state: "done" }, { state: "done" }, { state: "done" }],
    });
    expect(git(bare, "show", "bots/review-1:reviewed.txt")).toBe("reviewed");
    expect(git(bare, "show", "bots/review-1:door.txt")).toBe("red");
    expect(git(bare, "rev-parse", "bots/review-1~1")).toBe(sha);
    expect(git(folder, "status", "--porcelain")).toBe("");
    expect(shop.issues.slice(1)).toMatchObject([
      { title: "Review of #1", pull: { head: { ref: "bots/review-1" } } },
    ]);
    expect(pull.pull?.reviews).toMatchObject([{ body: expect.stringContaining("It will do") }]);
    expect(JSON.stringify(pull.pull?.reviews)).toContain("Why two?");
    expect(pull.comments).toMatchObject([{ body: expect.stringContaining(`/executions/${id}`) }]);
    const { lines } = await log(id);
    expect(lines.map(({ number }) => number)).toEqual(lines.map((_, index) => index + 1));

    expect(await send(opened, "the-delivery")).toEqual({ deliveryId, duplicate: true });
    expect(await send(opened, "another-id")).toEqual({ deliveryId, duplicate: true });
    expect(await executions()).toEqual([id]);
    expect([shop.issues.length, pull.comments.length, pull.pull?.reviews.length]).toEqual([2, 1, 1]);
  });

  test("is looked at again by a command of somebody who may, and by nobody else's", async () => {
    const { trigger, send, handled, executions, over, shop, pull, github } = await withPullRequest();
    await trigger({ events: ["issue_comment"], command: "/review" });
    const says = async (sender: string, body: string) => {
      const event = issueCommentEvent(shop, pull.number, { body, sender });
      return (await handled((await send(event)).deliveryId)).firings[0];
    };
    expect(await says("eve", "/review")).toMatchObject({
      ...{ outcome: "unmatched", reason: "eve can't write to acme/shop" },
    });
    expect(await says("ada", "Please /review")).toMatchObject({ outcome: "unmatched" });
    expect(await says(github.login, "/review")).toMatchObject({
      ...{ outcome: "unmatched", reason: "Signalbox's own account did it" },
    });
    expect(await executions()).toEqual([]);
    expect(await says("ada", "/review please")).toMatchObject({ outcome: "started" });
    const [id = ""] = await executions();
    expect(await over(id)).toMatchObject({ source: { ref: "refs/pull/1/head" } });
  });
});
