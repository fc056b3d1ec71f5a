import { listAccounts } from "@signalbox/contract/accounts";
import { isMissing } from "@signalbox/testkit/machine";
import { describe, expect, test } from "vitest";
import { botRunner } from "./bot-runner.testing.ts";
import { clis } from "./launching-cli.ts";

/** What the model of a subscription answers whose five hours are used up. */
const limited = (seconds: number) => ({
  status: 429,
  headers: {
    "anthropic-ratelimit-unified-status": "rejected",
    "anthropic-ratelimit-unified-representative-claim": "five_hour",
    "anthropic-ratelimit-unified-reset": String(Math.floor(Date.now() / 1_000) + seconds),
  },
});
const byToken = { ANTHROPIC_API_KEY: "", CLAUDE_CODE_OAUTH_TOKEN: "sk-ant-oat01-not-a-real-token" };

const isAnyMissing = [clis.claude, clis.codex].some(({ find }) => isMissing(find()));

describe.skipIf(isAnyMissing)("an execution that meets a limit", () => {
  test("goes over to Codex where Claude Code is at a limit, in the same folder, and the limit is kept", async () => {
    const { make, start, over, project, client, made, log, stub } = await botRunner(byToken, "claude", {
      withCodex: true,
    });
    const { id: projectId } = await project();
    const where = { access: "full", workspace: "in_place", projectId } as const;
    const bot = await make({ ...where, fallbacks: [{ backend: "codex", model: "gpt-5.5" }] });
    const { id } = await start(bot.id, "[[bash echo half > half.txt; sleep 2]] [[text All done]]");
    await made("half.txt");
    stub.failNext(limited(3_600));
    const ended = await over(id);
    expect(ended).toMatchObject({ state: "succeeded", backend: "codex", result: "All done" });
    expect(ended.attempts).toMatchObject([
      { backend: "claude", errorClass: "rate_limit", account: { name: "Machine" } },
      { backend: "codex", model: "gpt-5.5", state: "succeeded", asks: "prompt" },
    ]);
    const { lines } = await log(id);
    expect(lines.filter(({ stream }) => stream === "note").map(({ text }) => text)).toEqual([
      'Attempt 2, with codex (Machine), begins from the start, since claude: its account "Machine" met a limit',
    ]);
    const { items } = await client().call(listAccounts, { query: { limit: 10 } });
    const [claude, codex] = items;
    expect([claude?.state, codex?.state]).toEqual(["limited", "usable"]);
    const inMs = Date.parse(claude?.until ?? "") - Date.now();
    expect(inMs).toBeGreaterThan(55 * 60_000);
    expect(inMs).toBeLessThan(61 * 60_000);
  });

  test("waits where all are at one, over a server that is killed, and goes on in the same session once it is over", async () => {
    const { make, start, over, as, project, cut, again, made, read, stub } = await botRunner(byToken);
    const { id: projectId } = await project();
    const bot = await make({ access: "full", workspace: "in_place", projectId });
    const { id } = await start(bot.id, "[[bash echo half >> half.txt; sleep 2]] [[text All done]]");
    await made("half.txt");
    stub.failNext(limited(14));
    const waiting = await as(id, "the limit", ({ waitsUntil }) => waitsUntil !== null);
    expect(waiting).toMatchObject({ state: "queued", attempt: 1 });
    await cut();
    await again();
    const ended = await over(id);
    expect(ended).toMatchObject({ state: "succeeded", attempt: 2, result: "All done" });
    expect(Date.parse(ended.attempts[1]?.startedAt ?? "")).toBeGreaterThanOrEqual(
      Date.parse(waiting.waitsUntil ?? ""),
    );
    expect(ended.attempts.map(({ asks }) => asks)).toEqual(["prompt", "going_on"]);
    expect(new Set(ended.attempts.map(({ sessionId }) => sessionId)).size).toBe(1);
    expect(read("half.txt")).toBe("half\n");
  });
});
