import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dryRunBot } from "@signalbox/contract/dry-run";
import { findClaude, isMissing } from "@signalbox/testkit/machine";
import { until } from "@signalbox/testkit/until";
import { describe, expect, test } from "vitest";
import { botRunner } from "./bot-runner.testing.ts";

/** Its state and its parent; where it is gone, nothing. */
const statOf = (pid: number): string[] => {
  const path = `/proc/${pid}/stat`;
  return existsSync(path) ? (readFileSync(path, "utf8").split(") ").at(-1)?.split(" ") ?? []) : [];
};
const parentOf = (pid: number): number => Number(statOf(pid)[1]);
/** One that has ended may wait for somebody to ask how. */
const runs = (pid: number): boolean => !["Z", undefined].includes(statOf(pid)[0]);

const gone = (pid: number) =>
  until(
    () => !runs(pid) || undefined,
    () => `process ${pid} to be gone`,
  );

describe.skipIf(isMissing(findClaude()))("a bot that runs a real claude", () => {
  test("works in its project's folder, and tells what it did and took", async () => {
    const { make, start, project, over, log, read, stateFolder } = await botRunner();
    const { id: projectId } = await project();
    const bot = await make({ prompt: "Do: {{ task }}", access: "edit", workspace: "in_place", projectId });
    const queued = await start(bot.id, "[[write note.txt :: by a bot]] [[text All done]]");
    expect(queued).toMatchObject({
      state: "queued",
      bot: { id: bot.id, version: 1 },
      by: expect.any(String),
    });
    const ended = await over(queued.id);
    expect(ended).toMatchObject({ state: "succeeded", result: "All done", errorClass: null, reason: null });
    expect(ended).toMatchObject({ exit: { code: 0, signal: null }, prompt: expect.stringMatching(/^Do: /) });
    expect(ended.values).toEqual({ task: "[[write note.txt :: by a bot]] [[text All done]]" });
    expect(ended.command?.slice(1, 3)).toEqual(["-p", "--output-format"]);
    expect(ended.command).not.toContain(ended.prompt);
    expect(ended.environment).toContain("HOME");
    expect(ended.environment.filter((name) => name.startsWith("SIGNALBOX"))).toEqual(["SIGNALBOX_EXECUTION"]);
    expect(ended.usage.costMicros).toBeGreaterThan(0);
    expect(ended.sessionId).toMatch(/^[\da-f-]{36}$/);
    expect(read("note.txt").trim()).toBe("by a bot");
    const { lines, total, isOver } = await log(ended.id);
    expect([isOver, lines.length, ended.log.lines]).toEqual([true, total, total]);
    expect(lines.map(({ number }) => number)).toEqual(lines.map((_, index) => index + 1));
    expect(lines.some(({ text }) => text.includes('"type":"result"'))).toBe(true);
    // Its end is told before its folder is gone.
    await until(
      () => readdirSync(join(stateFolder, "executions")).length === 0 || undefined,
      () => "its folder to be gone",
    );
  });

  test("changes nothing where it may only read, and says what it was not allowed", async () => {
    const { make, start, over } = await botRunner();
    const bot = await make({});
    const { id } = await start(bot.id, "[[bash touch made]] [[text Tried]]");
    const ended = await over(id);
    expect(ended).toMatchObject({ state: "succeeded", result: "Tried" });
    expect(ended.reason).toMatch(/not allowed to use Bash/);
  });

  test("is told of its project, and of what it said the last time, which is no instruction", async () => {
    const { make, start, project, over, client } = await botRunner();
    const { id: projectId, name } = await project();
    const prompt = "{{ task }} {{ project.name }}, {{ previous.url }}: {{ previous.result }}";
    const bot = await make({ prompt, workspace: "in_place", projectId });
    const first = await over((await start(bot.id, "[[text Seven faults]]")).id);
    expect(first).toMatchObject({ state: "succeeded", prompt: `[[text Seven faults]] ${name}, : ` });
    const tried = await client().call(dryRunBot, {
      params: { botId: bot.id },
      body: { values: { task: "Go" } },
    });
    const second = await over((await start(bot.id, "[[text None]]")).id);
    for (const made of [tried.prompt, second.prompt]) {
      expect(made).toMatch(
        new RegExp(` ${name}, http\\S+/executions/${first.id}: <data-(\\w+)>Seven faults</data-\\1>$`),
      );
      expect(made).toMatch(/^What stands between/);
    }
    expect(second.result).toBe("None");
    const refused = make({ prompt: "{{ task }} {{ previous.cost }}" });
    await expect(refused).rejects.toMatchObject({ code: "bots.template_invalid" });
  });

  test("is one execution for one key, and waits for its turn behind the bot's others", async () => {
    const { make, start, over, as, get, cancel } = await botRunner();
    const bot = await make({ concurrency: 1 });
    const first = await start(bot.id, "[[delay 2000]] [[text First]]", "k1");
    expect((await start(bot.id, "something else", "k1")).id).toBe(first.id);
    const [second, third] = [await start(bot.id, "[[text Second]]"), await start(bot.id, "[[text Third]]")];
    await as(first.id, "to run", ({ state }) => state === "running");
    expect((await get(second.id)).state).toBe("queued");
    expect(await cancel(third.id)).toMatchObject({ state: "cancelled" });
    const [one, two] = [await over(first.id), await over(second.id)];
    expect([one.result, two.result]).toEqual(["First", "Second"]);
    expect(Date.parse(two.startedAt ?? "")).toBeGreaterThanOrEqual(Date.parse(one.endedAt ?? "") - 100);
    expect((await get(third.id)).startedAt).toBeNull();
  });

  test("ends with all that it started where it is cancelled", async () => {
    const { make, start, over, project, made, read, cancel } = await botRunner();
    const { id: projectId } = await project();
    const bot = await make({ access: "full", workspace: "in_place", projectId });
    const { id } = await start(bot.id, "[[bash echo $$ > pid; sleep 600]] [[text Never]]");
    await made("pid");
    await cancel(id);
    expect(await over(id)).toMatchObject({ state: "cancelled", result: null });
    await gone(Number(read("pid")));
  });

  test("stands still with all that it started while it is paused, and its time with it", async () => {
    const { make, start, over, project, made, read, as, pause, goOn, extend } = await botRunner();
    const { id: projectId } = await project();
    const bot = await make({ access: "full", workspace: "in_place", projectId, timeoutMinutes: 1 });
    const { id } = await start(bot.id, "[[bash echo $$ > pid; sleep 2; echo went on]] [[text Done]]");
    await made("pid");
    const { deadline: before } = await as(id, "to run", ({ state }) => state === "running");
    await pause(id);
    await as(id, "to stand still", ({ state }) => state === "paused");
    await until(
      () => statOf(Number(read("pid")))[0] === "T" || undefined,
      () => "the command to stand still",
    );
    await goOn(id);
    const { deadline } = await as(id, "to go on", ({ state }) => state === "running");
    expect(Date.parse(deadline ?? "")).toBeGreaterThan(Date.parse(before ?? ""));
    expect(Date.parse((await extend(id, 5)).deadline ?? "")).toBe(Date.parse(deadline ?? "") + 300_000);
    expect(await over(id)).toMatchObject({ state: "succeeded", result: "Done" });
    await expect(pause(id)).rejects.toMatchObject({
      problem: { code: "executions.not_running" },
    });
  });

  test.each([
    ["authentication", 401],
    ["overloaded", 529],
  ] as const)("fails of class %s where the model answers %i", async (errorClass, status) => {
    const { make, start, over, stub } = await botRunner();
    const bot = await make({ retries: 0 });
    stub.failNext({ status });
    const { id } = await start(bot.id, "[[text Never]]");
    expect(await over(id)).toMatchObject({ state: "failed", errorClass, exit: { code: 1 } });
  });

  test("goes on while the server is gone, and nothing of what it said is lost or doubled", async () => {
    const { make, start, over, log, as, cut, again } = await botRunner();
    const bot = await make({});
    const { id } = await start(bot.id, "[[delay 3000]] [[text Said meanwhile]]");
    await as(id, "a session", ({ sessionId }) => sessionId !== null);
    await cut();
    await again();
    expect(await over(id)).toMatchObject({ state: "succeeded", result: "Said meanwhile" });
    const { lines } = await log(id);
    const told = lines.map(({ text }) => text).filter((text) => text.includes('"subtype":"init"'));
    expect(told).toHaveLength(1);
    expect(lines.filter(({ text }) => text.includes('"type":"result"'))).toHaveLength(1);
  });

  test("uses a tool and works in a folder that it is allowed beside its access", async () => {
    const { make, start, project, over, read, home } = await botRunner();
    const shared = join(home.home, "shared");
    mkdirSync(shared);
    const { id: projectId } = await project();
    const allowed = { tools: ["Bash(touch:*)"], folders: [shared], network: false };
    const reads = await make({ access: "read", workspace: "in_place", projectId, allowed });
    const touched = await over((await start(reads.id, "[[bash touch made]] [[text Done]]")).id);
    expect(touched).toMatchObject({ state: "succeeded", reason: null, allowed });
    expect(read("made")).toBe("");
    const edits = await make({ name: "Edits", access: "edit", workspace: "in_place", projectId, allowed });
    const wrote = await over(
      (await start(edits.id, `[[write ${shared}/note.txt :: beside]] [[text Done]]`)).id,
    );
    expect(wrote).toMatchObject({ state: "succeeded", reason: null });
    expect(readFileSync(join(shared, "note.txt"), "utf8").trim()).toBe("beside");
  });

  test("is interrupted where its supervisor is killed, and leaves nothing running", async () => {
    const { make, start, over, project, made, read, as } = await botRunner();
    const { id: projectId } = await project();
    const bot = await make({ access: "full", workspace: "in_place", projectId });
    const { id } = await start(bot.id, "[[bash echo $PPID > pid; sleep 600]] [[text Never]]");
    await made("pid");
    await as(id, "to run", ({ state }) => state === "running");
    const cli = Number(read("pid"));
    process.kill(parentOf(cli), "SIGKILL");
    expect(await over(id)).toMatchObject({ state: "interrupted" });
    await gone(cli);
  });

  test("starts no bots itself, not even by what it detached", async () => {
    const { make, start, over, project, made, read, file, url, stateFolder } = await botRunner();
    const { id: projectId } = await project();
    const bot = await make({ access: "full", workspace: "in_place", projectId });
    const body = JSON.stringify({ key: "by-a-bot", values: { task: "again" } });
    const request = [
      ...["curl", "-s", "-o", "/dev/null", "-w", "'%{http_code}'", "-H", "'content-type: application/json'"],
      ...["-H", `"authorization: Bearer $(cat ${join(stateFolder, "cli.key")})"`, "-d", `'${body}'`],
      `${url()}/api/bots/${bot.id}/executions`,
    ].join(" ");
    writeFileSync(file("ask.sh"), `${request} > "$1.part"; mv "$1.part" "$1"`);
    writeFileSync(
      file("both.sh"),
      "sh ask.sh near; setsid sh ask.sh far & while [ ! -e far ]; do sleep 0.1; done",
    );
    const { id } = await start(bot.id, "[[bash sh both.sh]] [[text Tried]]");
    await made("far");
    expect([read("near"), read("far")]).toEqual(["403", "403"]);
    expect(await over(id)).toMatchObject({ state: "succeeded" });
  });

  test("is not started with values that it has no variable for", async () => {
    const { make, url, stateFolder } = await botRunner();
    const bot = await make({});
    const key = readFileSync(join(stateFolder, "cli.key"), "utf8").trim();
    const { status } = await fetch(`${url()}/api/bots/${bot.id}/executions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: '{"key":"k","values":{"task":"x","__proto__":"y"}}',
    });
    expect(status).toBe(400);
  });
});
