import { existsSync } from "node:fs";
import type { AnswerContent } from "@signalbox/contract/answers";
import { Launch } from "@signalbox/contract/launches";
import { findClaude, isMissing } from "@signalbox/testkit/machine";
import { until } from "@signalbox/testkit/until";
import { describe, expect, test } from "vitest";
import { ownedAgent } from "./owned-agent.testing.ts";

const options = (...labels: string[]) => labels.map((label) => ({ label, description: `The ${label} one` }));

describe.skipIf(isMissing(findClaude()))("a claude without a terminal that the server runs itself", () => {
  test("runs what was allowed, and what it was changed to, and hears why not", async () => {
    const { start, asked, answered, state, questions, given, file, launch, reach } =
      await ownedAgent("claude");
    const prompt = "[[bash touch one]] [[bash touch two]] [[bash touch three]] [[text All done]]";
    const { agentId, id, mode, attach } = await start({ prompt });
    expect({ mode, attach }).toEqual({ mode: "headless", attach: null });
    const first = await asked(agentId);
    expect((await reach(agentId)).ways).toMatchObject([
      { way: "held_hook", open: false },
      { way: "protocol", open: true, why: "the agent waits for it over its protocol" },
      { way: "keys", open: false },
    ]);
    expect(await answered(first, { kind: "allow" })).toMatchObject({ state: "delivered", way: "protocol" });
    const changed = { command: "touch changed", description: "d" };
    await answered(await asked(agentId), { kind: "allow", input: changed });
    expect(existsSync(file("one"))).toBe(true);
    await answered(await asked(agentId), { kind: "deny", message: "Not in this folder" });
    await state(agentId, "complete");
    expect(["changed", "two", "three"].map((name) => existsSync(file(name)))).toEqual([true, false, false]);
    expect((await questions(agentId)).map(({ state }) => state)).toEqual([
      "answered",
      "answered",
      "answered",
    ]);
    expect((await given(agentId)).map(({ state }) => state)).toEqual(["delivered", "delivered", "delivered"]);
    expect((await launch(id)).state).toBe("running");
  });

  test("is told what was chosen, of one and of several questions, and asks no more for what is remembered", async () => {
    const { start, say, asked, answered, state, questions, made, reach } = await ownedAgent("claude");
    const single = { header: "Colour", question: "Which colour?", multiSelect: false };
    const several = { header: "Parts", question: "Which parts?", multiSelect: true };
    const one = { questions: [{ ...single, options: options("red", "blue") }] };
    const both = {
      questions: [...one.questions, { ...several, options: options("roof", "door", "wall") }],
    };
    const ask = (input: object) => `[[tool AskUserQuestion ${JSON.stringify(input)}]]`;
    const { agentId } = await start({ prompt: `${ask(one)} ${ask(both)} [[text All done]]` });
    await answered(await asked(agentId), { kind: "options", answers: [["red"]] });
    await answered(await asked(agentId), { kind: "options", answers: [["blue"], ["roof", "wall"]] });
    await state(agentId, "complete");
    expect(
      (await questions(agentId)).map(({ state, parts }) => [state, parts.map((part) => part.answer)]),
    ).toEqual([
      ["answered", ["red"]],
      ["answered", ["blue", "roof, wall"]],
    ]);

    await say(agentId, "[[write a :: b]] [[write c :: d]] [[text Written]]");
    const write = await asked(agentId);
    expect(write).toMatchObject({ kind: "permission", tool: "Write" });
    expect((await reach(agentId)).question?.way).toMatchObject({
      ...{ canRemember: true, remembers: expect.stringMatching(/\(in this session\)|\(for good/) },
    });
    await answered(write, { kind: "allow", remember: true });
    await made("c", agentId);
    await state(agentId, "complete");
    expect(await questions(agentId)).toHaveLength(3);
  });

  test("goes on with a plan that was approved, and plans again where it was not", async () => {
    const { start, say, asked, answered, state, questions, made, home } = await ownedAgent("claude");
    const plan = "[[tool ExitPlanMode {}]]";
    const args = ["--permission-mode", "plan"];
    const { agentId } = await start({ prompt: `${plan} [[text Over]]`, args });
    await answered(await asked(agentId), { kind: "deny", message: "Which colour?" });
    await state(agentId, "complete");
    await say(agentId, `${plan} [[write ${home.workspace}/a :: b]] [[text All done]]`);
    await answered(await asked(agentId), { kind: "allow", mode: "accept_edits" });
    await made("a", agentId);
    await state(agentId, "complete");
    const became = (await questions(agentId)).map(({ kind, state }) => [kind, state]);
    expect(became).toEqual([
      ["plan", "answered"],
      ["plan", "answered"],
    ]);
  });

  test("asks, is answered and is spoken to where no hook tells of it", async () => {
    const { start, say, asked, answered, state, questions, made, turns } = await ownedAgent("claude", {
      hooks: false,
    });
    const { agentId } = await start({ prompt: "[[bash touch one]] [[bash touch two]] [[text All done]]" });
    await answered(await asked(agentId), { kind: "allow" });
    await made("one", agentId);
    await answered(await asked(agentId), { kind: "allow" });
    await made("two", agentId);
    await state(agentId, "complete");
    await say(agentId, "[[text Well, more]]");
    await expect
      .poll(async () => (await turns(agentId)).map(({ text }) => text), { timeout: 20_000 })
      .toContain("Well, more");
    await state(agentId, "complete");
    expect((await questions(agentId)).map(({ state }) => state)).toEqual(["answered", "answered"]);
  });

  test("is stopped, hears what is said next, and is not written to while it works", async () => {
    const { start, say, interrupt, asked, answered, state, made, as, items, file } =
      await ownedAgent("claude");
    const { agentId } = await start();
    const long = "[[bash touch begun && tail -f /dev/null]] [[text Never]]";
    expect(await say(agentId, long)).toMatchObject({ state: "sent", problem: null });
    await answered(await asked(agentId), { kind: "allow" });
    await made("begun", agentId);
    expect(await say(agentId, "[[text Later]]")).toMatchObject({ state: "queued" });
    expect(await interrupt(agentId)).toEqual({ problem: null });
    await as(agentId, "what was queued", ({ title }) => title?.includes("Later") === true);
    await state(agentId, "complete");

    await say(agentId, "[[bash touch asked]] [[text Never]]");
    await asked(agentId);
    expect(await say(agentId, "[[write instead :: x]] [[text Instead]]", true)).toMatchObject({
      state: "sent",
    });
    await answered(await asked(agentId), { kind: "allow" });
    await made("instead", agentId);
    await state(agentId, "complete");
    expect(existsSync(file("asked"))).toBe(false);
    const given = await items(`/api/agents/${agentId}/answers`);
    expect(given).toHaveLength(2);
  });

  test("ends as it is told to, and goes on with its session", async () => {
    const { start, end, resume, as, launchAs, asked, answered, made, say } = await ownedAgent("claude");
    const isOver = ({ endedAt }: { endedAt: string | null }) => endedAt !== null;
    const { agentId, id } = await start({ prompt: "[[text Hello]]" });
    await as(agentId, "its answer", ({ state }) => state === "complete");
    expect(await end(agentId, "gently")).toMatchObject({ gone: true, did: "closed its input" });
    expect(await launchAs(id, "its end", isOver)).toMatchObject({ state: "ended", reason: "It ended" });
    await as(agentId, "the end", isOver);

    const again = await resume(agentId);
    expect(again).toMatchObject({ agentId, mode: "headless", resumes: agentId });
    await as(agentId, "to be back", ({ endedAt }) => endedAt === null);
    await say(agentId, "[[write more :: x]] [[text More]]");
    await answered(await asked(agentId), { kind: "allow" });
    await made("more", agentId);
    expect(await end(agentId, "firmly")).toMatchObject({ gone: true });
    expect(await launchAs(again.id, "its end", isOver)).toMatchObject({
      ...{ state: "ended", reason: "It ended, by signal 15" },
    });
    await as(agentId, "the end", isOver);

    const third = await resume(agentId, { prompt: "[[bash touch asked]] [[text Never]]" });
    await asked(agentId);
    expect(await end(agentId, "hard")).toMatchObject({ gone: true });
    expect(await launchAs(third.id, "its end", isOver)).toMatchObject({ reason: "It ended, by signal 9" });
  });

  test("ends with a server that is killed while it asks, and goes on with the next one", async () => {
    const { start, cut, resume, as, launchAs, asked, answered, made, file, given, questions } =
      await ownedAgent("claude");
    const isOver = ({ endedAt }: { endedAt: string | null }) => endedAt !== null;
    const { agentId, id } = await start({ prompt: "[[bash touch one]] [[text All done]]" });
    await asked(agentId);
    await cut();
    expect(await launchAs(id, "its end", isOver)).toMatchObject({
      state: "ended",
      reason: "The server that ran it went away, and it ended with it",
    });
    await as(agentId, "the end", isOver);
    expect(existsSync(file("one"))).toBe(false);
    expect((await questions(agentId)).map(({ state }) => state)).not.toContain("open");

    await resume(agentId, { prompt: "[[bash touch two]] [[text All done]]" });
    await answered(await asked(agentId), { kind: "allow" });
    await made("two", agentId);
    expect(await given(agentId)).toMatchObject([{ state: "delivered", way: "protocol" }]);
  });

  test("ends with a server that stops, and a start that can't be is told with the CLI's own words", async () => {
    const { start, stop, again, launchAs, asked, ask, launch, home } = await ownedAgent("claude");
    const isOver = ({ endedAt }: { endedAt: string | null }) => endedAt !== null;
    const body = { key: "wrong", backend: "claude", mode: "headless", path: home.workspace };
    const wrong = Launch.parse(await ask("/api/launches", { ...body, args: ["--no-such-option"] }));
    const failed = await launchAs(wrong.id, "its failure", isOver);
    expect(failed).toMatchObject({ state: "failed", lastLines: expect.stringContaining("--no-such-option") });

    const { agentId, id } = await start({ prompt: "[[bash touch one]] [[text All done]]" });
    await asked(agentId);
    await stop();
    await again();
    await launchAs(id, "its end", isOver);
    expect(await launch(id)).toMatchObject({ state: "ended" });
  });

  test("is answered for each of the calls that it asks about at once", async () => {
    const { start, asked, answer, state, given, turns, told } = await ownedAgent("claude");
    const read = (path: string) => `Read ${JSON.stringify({ file_path: path })}`;
    const prompt = `[[tool ${read("/etc/hostname")} + ${read("/etc/os-release")}]] [[text All done]]`;
    const { agentId } = await start({ prompt });
    /** The other call may be asked about in its place meanwhile. */
    const answerNext = (content: AnswerContent) =>
      until(
        async () => {
          const question = await asked(agentId);
          return (await answer(question, content)).status === 200 ? question.text : undefined;
        },
        () => told(agentId),
      );
    const first = await answerNext({ kind: "allow" });
    const second = await answerNext({ kind: "deny", message: "Not this one" });
    expect([first, second].toSorted()).toEqual(["Read /etc/hostname", "Read /etc/os-release"]);
    await state(agentId, "complete");
    const delivered = (await given(agentId)).filter(({ state }) => state === "delivered");
    expect(delivered).toHaveLength(2);
    // That a call was refused is told by the transcript alone.
    const failed = async () =>
      (await turns(agentId)).flatMap(({ tool }) => (tool === null ? [] : [tool.failed]));
    await expect.poll(async () => (await failed()).toSorted()).toEqual([false, true]);
  });

  test("is answered in words where it asks in words", async () => {
    const { start, say, asked, state, questions, given } = await ownedAgent("claude");
    const { agentId } = await start({ prompt: "[[text Which colour shall it be?]]" });
    expect(await asked(agentId)).toMatchObject({ kind: "text" });
    expect(await say(agentId, "Blue [[text Blue it is]]")).toMatchObject({ state: "sent", problem: null });
    await state(agentId, "complete");
    expect((await questions(agentId)).map(({ kind, state }) => [kind, state])).toEqual([
      ["text", "answered"],
    ]);
    expect(await given(agentId)).toMatchObject([{ state: "delivered", way: "protocol" }]);
  });
});
