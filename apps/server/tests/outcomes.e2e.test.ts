import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as bots from "@signalbox/contract/bots";
import { listEvents } from "@signalbox/contract/events";
import { connectGitHub } from "@signalbox/contract/github";
import { startFakeGitHub } from "@signalbox/testkit/fake-github/fake-github";
import { findClaude, isMissing } from "@signalbox/testkit/machine";
import { describe, expect, onTestFinished, test } from "vitest";
import { botRunner } from "./bot-runner.testing.ts";

const repository = "acme/shop";

const git = (cwd: string, ...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...args], {
    ...{ cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
  });

/** A server that runs bots with a real Claude Code and is connected to a GitHub on this machine. */
async function connected() {
  const github = await startFakeGitHub();
  onTestFinished(github.stop);
  const runner = await botRunner({ SIGNALBOX_OUTBOUND_NETWORKS: "127.0.0.0/8" });
  const connect = () =>
    runner.client().call(connectGitHub, { body: { apiUrl: github.url, token: github.token } });
  await connect();
  const pull = github.pull(github.repository(repository));
  const start = (botId: string, task: string) => {
    const target = { repository, number: pull.number };
    const body = { key: randomUUID(), values: { task }, target };
    return runner.client().call(bots.startBot, { params: { botId }, body });
  };
  const settled = (id: string) =>
    runner.as(id, "outcomes that are settled", ({ endedAt, outcomes }) => {
      return endedAt !== null && outcomes.every(({ state }) => state !== "pending");
    });
  return { ...runner, github, pull, start, settled };
}

describe.skipIf(isMissing(findClaude()))("what Claude Code leaves behind", () => {
  test("is a comment on the pull request, which the next execution writes anew", async () => {
    const { make, start, settled, pull, github, client, stateFolder } = await connected();
    const bot = await make({ outcomes: [{ kind: "comment", body: "{{ result }}\n\n{{ execution.url }}" }] });
    const first = await settled((await start(bot.id, "[[text All is well]]")).id);
    expect(first.outcomes).toMatchObject([{ kind: "comment", state: "done", attempts: 1 }]);
    expect(first.target).toEqual({ repository, number: pull.number, commit: null, ref: null });
    const [comment] = pull.comments;
    expect(comment?.body).toContain(`All is well\n\nhttp://127.0.0.1:`);
    expect(comment?.body).toContain(`/executions/${first.id}`);
    await settled((await start(bot.id, "[[text It breaks]]")).id);
    expect(pull.comments).toMatchObject([{ body: expect.stringMatching("It breaks"), changes: 1 }]);
    const { items } = await client().call(listEvents, { query: { type: "outcome.*" } });
    expect(items.map(({ type }) => type)).toEqual(["outcome.completed", "outcome.completed"]);
    const log = readFileSync(join(stateFolder, "logs", "server.log"), "utf8");
    expect(log + JSON.stringify(items)).not.toContain(github.token);
  });

  test("is there once, though the server is killed before it could tell", async () => {
    const { make, start, settled, over, pull, github, cut, again } = await connected();
    const bot = await make({ outcomes: [{ kind: "comment" }] });
    github.trouble({ kind: "lost", method: "POST" });
    const { id } = await start(bot.id, "[[text All is well]]");
    await over(id);
    await cut();
    await again();
    expect((await settled(id)).outcomes).toMatchObject([{ state: "done" }]);
    expect(pull.comments).toHaveLength(1);
  });

  test("is a pull request of what it changed in a worktree of its own", async () => {
    const { make, start, settled, github, home, project } = await connected();
    const bare = join(home.home, "shop.git");
    git(home.home, "init", "-q", "--bare", "-b", "main", bare);
    git(home.workspace, "commit", "-q", "--allow-empty", "-m", "Begin");
    git(home.workspace, "remote", "add", "origin", bare);
    git(home.workspace, "push", "-q", "origin", "HEAD:main");
    const shop = github.repository(repository, { git: bare });
    github.pull(shop);
    const bot = await make({
      ...{ access: "full", workspace: "worktree", projectId: (await project()).id },
      outcomes: [{ kind: "pull_request", branch: "bots/sign", title: "Paint the sign" }],
    });
    const { outcomes } = await settled(
      (await start(bot.id, "[[bash echo red > sign.txt]] [[text Done]]")).id,
    );
    expect(outcomes).toMatchObject([{ kind: "pull_request", state: "done", made: { number: 2 } }]);
    expect(shop.issues[1]).toMatchObject({ title: "Paint the sign", body: "Done" });
    expect(git(bare, "show", "bots/sign:sign.txt").trim()).toBe("red");
    expect(outcomes[0]?.made.sha).toBe(git(bare, "rev-parse", "bots/sign").trim());
  });
});
