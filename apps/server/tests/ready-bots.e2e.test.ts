import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createBot, startBot } from "@signalbox/contract/bots";
import { createSource } from "@signalbox/contract/deliveries";
import { type ExecutionDetail, listExecutions } from "@signalbox/contract/executions";
import { connectGitHub } from "@signalbox/contract/github";
import { listReadyBots } from "@signalbox/contract/ready-bots";
import { createTrigger } from "@signalbox/contract/triggers";
import { startFakeGitHub } from "@signalbox/testkit/fake-github/fake-github";
import { pullRequestEvent, sendWebhook } from "@signalbox/testkit/fake-github/webhooks";
import { findClaude, isMissing } from "@signalbox/testkit/machine";
import { until } from "@signalbox/testkit/until";
import { describe, expect, onTestFinished, test } from "vitest";
import { botRunner } from "./bot-runner.testing.ts";

const repository = "acme/shop";

const git = (cwd: string, ...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...args], {
    ...{ cwd, encoding: "utf8" },
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();

const files = {
  "src/shop.ts": "export const price = 4;\n",
  "CHANGELOG.md": "# Changelog\n",
  "logs/shop.log": "10:00 started\n10:01 order 4711: timeout\n",
};
const doorPatch = '@@ -0,0 +1,2 @@\n+export const door = "red";\n+export const isOpen = true;';

/** A shop with a pull request by Ada, which adds a door; a GitHub that has it, and a server that is connected to it. */
async function aShop() {
  const github = await startFakeGitHub();
  onTestFinished(github.stop);
  const runner = await botRunner({ SIGNALBOX_OUTBOUND_NETWORKS: "127.0.0.0/8" });
  const { client, home } = runner;
  await client().call(connectGitHub, { body: { apiUrl: github.url, token: github.token } });
  const [bare, folder] = [join(home.home, "acme", "shop.git"), home.workspace];
  const commit = (message: string, some: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(some)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    git(folder, "add", "--all");
    git(folder, "commit", "-q", "-m", message);
  };
  mkdirSync(dirname(bare));
  git(home.home, "init", "-q", "--bare", "-b", "main", bare);
  git(folder, "checkout", "-q", "-B", "main");
  commit("Open the shop", files);
  // As a person's git knows the way to it.
  const remote = `${github.url}/${repository}.git`;
  writeFileSync(join(home.home, ".gitconfig"), `[url "${bare}"]\n\tinsteadOf = ${remote}\n`);
  git(folder, "remote", "add", "origin", remote);
  git(folder, "push", "-q", bare, "main");
  git(folder, "checkout", "-q", "-b", "door");
  commit("Add a door", { "src/door.ts": 'export const door = "red";\nexport const isOpen = true;\n' });
  git(folder, "push", "-q", bare, "door", "door:refs/pull/1/head");
  const sha = git(folder, "rev-parse", "HEAD");
  git(folder, "checkout", "-q", "main");
  const shop = github.repository(repository, { git: bare });
  const pull = github.pull(shop, {
    head: { ref: "door", sha },
    files: [{ filename: "src/door.ts", status: "added", patch: doorPatch }],
  });
  return { ...runner, folder, bare, sha, shop, pull, projectId: (await runner.project()).id };
}

/** Takes ready bots as a person does, and starts them. */
async function withReadyBots() {
  const shop = await aShop();
  const { client, as, projectId } = shop;
  const { items } = await client().call(listReadyBots, {});
  const take = async (which: string) => {
    const ready = items.find(({ id }) => id === which);
    if (ready === undefined) throw new Error(`There is no ready bot ${which}`);
    return client().call(createBot, { body: { ...ready.content, projectId } });
  };
  const start = (botId: string, values: Readonly<Record<string, string>>, ref: string | null = null) =>
    client().call(startBot, {
      params: { botId },
      body: { key: randomUUID(), values, checkout: { ref } },
    });
  /** Once all that it leaves behind is there, or was not to be. */
  const settled = (id: string) =>
    as(
      id,
      "outcomes that are settled",
      ({ endedAt, outcomes }) => endedAt !== null && outcomes.every(({ state }) => state !== "pending"),
    );
  const run = async (which: string, values: Readonly<Record<string, string>>) => {
    const ended = await settled((await start((await take(which)).id, values)).id);
    went(ended);
    return ended;
  };
  const issue = (title: string) => shop.shop.issues.find((one) => one.title === title);
  const branchOf = (title: string) => issue(title)?.pull?.head.ref ?? "none";
  /** A file as the branch of a pull request has it. */
  const proposed = (title: string, path: string) => git(shop.bare, "show", `${branchOf(title)}:${path}`);
  const printed = async (id: string) => JSON.stringify(await shop.log(id));
  const ids = items.map(({ id }) => id);
  return { ...shop, ids, take, start, settled, run, issue, branchOf, proposed, printed };
}

type World = Awaited<ReturnType<typeof withReadyBots>>;

/** It was let do all that it wanted, and all that it was to leave behind is there. */
function went(ended: ExecutionDetail): void {
  expect(ended, JSON.stringify(ended.outcomes)).toMatchObject({ state: "succeeded", reason: null });
  expect([...new Set(ended.outcomes.map(({ state }) => state))]).toEqual(["done"]);
}

/** What each leaves behind, of a model that does as it is told. */
const proofs: Readonly<Record<string, (world: World) => Promise<void>>> = {
  "security-audit": async ({ run, issue }) => {
    const more = "[[bash git log --oneline]] [[read src/shop.ts]] [[text ## In short\\nSound.]]";
    await run("security-audit", { more });
    expect(issue("Security audit: all of it")).toMatchObject({
      ...{ body: expect.stringContaining("## In short\nSound."), labels: ["security"], pull: null },
    });
  },

  "code-tour": async ({ run, issue, proposed }) => {
    const { id } = await run("code-tour", { more: "[[bash git ls-files]] [[text # A tour of the code]]" });
    expect(proposed("A tour of the code", "docs/code-tour.md")).toBe("# A tour of the code");
    expect(issue("A tour of the code")?.body).toContain(`/executions/${id}`);
  },

  "test-coverage": async ({ run, issue, proposed }) => {
    const more = "[[bash mkdir test; echo 'four' > test/price.test.ts]] [[text ## What is tested now]]";
    await run("test-coverage", { scope: "prices", more });
    expect(proposed("Tests: prices", "test/price.test.ts")).toBe("four");
    expect(issue("Tests: prices")?.body).toContain("## What is tested now");
  },

  "post-mortem": async ({ run, issue, proposed }) => {
    const incident = "Nobody could pay [[bash git log --stat]] [[text # Nobody could pay]]";
    const [file, title] = ["2026-11-30-pay", "Post-mortem: 2026-11-30-pay"];
    await run("post-mortem", { incident, file });
    expect(proposed(title, `docs/post-mortems/${file}.md`)).toBe("# Nobody could pay");
    expect(issue(title)?.pull?.draft).toBe(true);
  },

  changelog: async ({ run, issue, proposed }) => {
    const edit = JSON.stringify({
      file_path: "CHANGELOG.md",
      old_string: "log\n",
      new_string: "log\n\n## 2.0\n",
    });
    const looks = "[[bash git log --no-merges --oneline]] [[read CHANGELOG.md]]";
    await run("changelog", { version: "2.0", more: `${looks} [[tool Edit ${edit}]] [[text - A shop]]` });
    expect(proposed("Changelog: 2.0", "CHANGELOG.md")).toBe("# Changelog\n\n## 2.0");
    expect(issue("Changelog: 2.0")?.body).toContain("- A shop");
  },

  "log-search": async ({ run, read, printed }) => {
    const question = "Why did 4711 fail? [[bash grep -rn 4711 logs]] [[text # A timeout]]";
    const { id } = await run("log-search", { question });
    expect(read("log-search.md")).toBe("# A timeout\n");
    expect(await printed(id)).toContain("order 4711: timeout");
  },

  "vulnerability-scan": async ({ take, start, settled, proposed, bare, branchOf }) => {
    const bot = await take("vulnerability-scan");
    const [title, path] = ["Known vulnerabilities", "docs/vulnerabilities.md"];
    const more = "[[bash touch ../audited && rm ../audited]] [[text # Known vulnerabilities\\n\\nNone.]]";
    went(await settled((await start(bot.id, { more })).id));
    expect(proposed(title, path)).toBe("# Known vulnerabilities\n\nNone.");
    git(bare, "update-ref", "refs/heads/scanned", `refs/heads/${branchOf(title)}`);
    const again = await settled((await start(bot.id, { more }, "scanned")).id);
    expect(again.outcomes).toMatchObject([
      { kind: "file", state: "done" },
      { kind: "pull_request", state: "skipped", reason: "It changed nothing" },
    ]);
  },

  "pull-request-review": async (world) => {
    const ended = await begunByPull(world, "pull-request-review");
    expect(world.pull.pull?.reviews).toMatchObject([
      { body: expect.stringContaining("It adds a door"), commit: world.sha, comments },
    ]);
    expect(ended.values).toMatchObject({ number: "1", author: "ada", branch: "main" });
  },

  "pull-request-summary": async (world) => {
    await begunByPull(world, "pull-request-summary");
    const [first] = world.pull.comments;
    expect(first?.body).toMatch(/It adds a door[\s\S]*Summed up by Pull-request summary\]\(http/);
  },
};

const comments = [{ path: "src/door.ts", line: 2, body: "Is it, at night?" }];

/** Its pull request is opened on GitHub, whose words are all that the bot is told, and it sees what that changes. */
async function begunByPull(world: World, which: string): Promise<ExecutionDetail> {
  const { take, client, url, shop, pull, settled, printed } = world;
  const { id: botId } = await take(which);
  const source = await client().call(createSource, { body: { name: which, style: "github" } });
  const content = {
    ...{ kind: "github" as const, sourceId: source.id, repository },
    ...{ events: ["pull_request" as const], actions: ["opened"] },
  };
  await client().call(createTrigger, { params: { botId }, body: { content } });
  const said = JSON.stringify({ summary: "It adds a door", comments }).replace("]", "] ");
  const looks = "[[bash git log origin/main..HEAD]] [[bash git diff origin/main...HEAD]]";
  pull.body = `A red one. ${looks} [[text ${said}]]`;
  const at = { url: `${url()}/api/sources/${source.id}/deliveries`, secret: source.secret };
  expect((await sendWebhook(pullRequestEvent(shop, pull.number), at)).status).toBe(202);
  const begun = await until(
    async () => (await client().call(listExecutions, { query: { botId } })).items[0],
    () => "an execution",
  );
  const ended = await settled(begun.id);
  went(ended);
  expect(ended.source).toMatchObject({ ref: "refs/pull/1/head", commit: world.sha });
  expect(await printed(begun.id)).toContain("+export const isOpen = true;");
  return ended;
}

describe.skipIf(isMissing(findClaude()))("ready bots that run a real claude", () => {
  test("leave behind what they say, and were let do all that it takes", async () => {
    const world = await withReadyBots();
    expect(Object.keys(proofs).toSorted()).toEqual(world.ids.toSorted());
    await Promise.all(Object.values(proofs).map((prove) => prove(world)));
    // None but the one that works there.
    expect(git(world.folder, "status", "--porcelain")).toBe("?? log-search.md");
  });
});
