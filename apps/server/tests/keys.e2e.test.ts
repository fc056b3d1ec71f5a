import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { findClaude, findTmux, isMissing } from "@signalbox/testkit/machine";
import { until } from "@signalbox/testkit/until";
import { describe, expect, test } from "vitest";
import { keyedClaude } from "./keyed-claude.testing.ts";

const options = (...labels: string[]) => labels.map((label) => ({ label, description: `The ${label} one` }));
const colour = {
  header: "Colour",
  question: "Which colour?",
  multiSelect: false,
  options: options("red", "blue"),
};
const parts = {
  ...{ header: "Parts", question: "Which parts?", multiSelect: true },
  options: options("roof", "door", "wall"),
};
const choice = (...questions: unknown[]) => `[[tool AskUserQuestion ${JSON.stringify({ questions })}]]`;

describe.skipIf(isMissing(findClaude(), findTmux()))("a plain claude in tmux, answered by keys", () => {
  test("runs what was allowed, allows from now on, and goes on with why not", async () => {
    const { claude, terminal, transcript, asked, answered, file, made, questions, state } =
      await keyedClaude();
    await terminal.submit("[[bash touch one]] [[bash touch two]] [[text All done]]");
    expect(await answered(await asked(), { kind: "allow" })).toMatchObject({
      ...{ state: "delivered", way: "keys", problem: null },
    });
    await made("one");
    await answered(await asked(), { kind: "deny", message: "Not in this folder, 1 time" });
    await state("complete");
    expect(existsSync(file("two"))).toBe(false);
    expect(transcript()).toContain("Not in this folder, 1 time");
    const writes = ["three", "four"].map((name) => `[[write ${claude.workspace}/${name} :: written]]`);
    await terminal.submit(`${writes.join(" ")} [[text Both]]`);
    await answered(await asked(), { kind: "allow", remember: true });
    await made("four");
    await state("complete");
    expect((await questions()).map((question) => question.state)).toEqual([
      "answered",
      "answered",
      "answered",
    ]);
  });

  test("is told what was chosen, of one, of several, and in words of one's own", async () => {
    const { terminal, asked, answered, questions, state } = await keyedClaude();
    await terminal.submit(`${choice(colour)} [[text One]]`);
    await answered(await asked(), { kind: "options", answers: [["blue"]] });
    await state("complete");
    await terminal.submit(`${choice(parts)} [[text Two]]`);
    await answered(await asked(), { kind: "options", answers: [["roof", "wall"]] });
    await state("complete");
    await terminal.submit(`${choice(colour, parts, { ...colour, question: "Which other?" })} [[text Three]]`);
    const own = [["green, 2 coats"], ["door", "the 1st fence"], ["red"]];
    await answered(await asked(), { kind: "options", answers: own });
    await state("complete");
    const told = (await questions()).map((question) => question.parts.map(({ answer }) => answer));
    expect(told).toEqual([["blue"], ["roof, wall"], ["green, 2 coats", "door, the 1st fence", "red"]]);
    expect(await terminal.screen()).toContain("Which parts? → door, the 1st fence");
    expect((await questions()).map((question) => question.state)).toEqual([
      "answered",
      "answered",
      "answered",
    ]);
  });

  test("goes on with a plan that was approved, and plans again where it was not", async () => {
    const { terminal, stub, transcript, asked, answered, questions, state, reach } = await keyedClaude();
    await terminal.press("BTab");
    await terminal.press("BTab");
    await terminal.until("plan mode on");
    await terminal.submit("[[text What plan]]");
    await state("complete");
    const [plan = ""] = /[^" ]+\/plans\/[\w-]+\.md/.exec(JSON.stringify(stub.requests)) ?? [];
    mkdirSync(dirname(plan), { recursive: true });
    writeFileSync(plan, "# Paint the door\n\n1. Yes\n2. No\n");
    await terminal.submit("[[tool ExitPlanMode {}]] [[text Over]]");
    const refused = await asked();
    expect((await reach()).question?.shown).toContain("written up a plan");
    await answered(refused, { kind: "deny", message: "Which colour, 2?" });
    await state("complete");
    expect(transcript()).toContain("Which colour, 2?");
    await terminal.submit("[[tool ExitPlanMode {}]] [[text All done]]");
    await answered(await asked(), { kind: "allow", mode: "manual" });
    await state("complete");
    await terminal.until("manual mode on");
    expect((await questions()).map((question) => [question.kind, question.state])).toEqual([
      ["plan", "answered"],
      ["plan", "answered"],
    ]);
  });

  /** A claude that has written up a plan, and asks whether to go on with it. */
  const planned = async (waits: boolean) => {
    const world = await keyedClaude({ waits });
    const { terminal, stub, state } = world;
    await terminal.press("BTab");
    await terminal.press("BTab");
    await terminal.until("plan mode on");
    await terminal.submit("[[text What plan]]");
    await state("complete");
    const [plan = ""] = /[^" ]+\/plans\/[\w-]+\.md/.exec(JSON.stringify(stub.requests)) ?? [];
    mkdirSync(dirname(plan), { recursive: true });
    writeFileSync(plan, "# Paint the door\n");
    await terminal.submit("[[tool ExitPlanMode {}]] [[text All done]]");
    return world;
  };

  test("takes a note along with the approval of its plan, and asks about edits whatever it planned from", async () => {
    const { terminal, asked, answered, transcript } = await planned(true);
    const note = "Mind the windows";
    const answer = await answered(await asked("held_hook"), { kind: "allow", mode: "manual", note });
    expect(answer).toMatchObject({ way: "held_hook", state: "delivered", problem: null });
    await terminal.until("● All done");
    // What the model was told of it, as the session has it.
    const result = () =>
      transcript()
        .split("\n")
        .find((line) => /"type":"tool_result"/.test(line)) ?? "";
    await until(() => (result() === "" ? undefined : true), transcript);
    expect(result()).toMatch(/Approved Plan \(edited by user\).*Note from the person.*Mind the windows/);
    await terminal.until("manual mode on");
  });

  test("is told a note by itself where its plan is approved by keys", async () => {
    const { terminal, asked, answered, state, items, agentId, transcript } = await planned(false);
    const answer = await answered(await asked(), { kind: "allow", mode: "manual", note: "Mind the windows" });
    expect(answer).toMatchObject({ way: "keys", state: "delivered" });
    expect([null, "its note is queued, and said once the agent waits for input"]).toContain(answer.problem);
    const texts = () => agentId().then((id) => items(`/api/agents/${id}/texts`));
    await until(
      async () => ((await texts())[0]?.state === "sent" ? true : undefined),
      async () => JSON.stringify(await texts()),
    );
    expect(await texts()).toMatchObject([{ text: "Mind the windows", state: "sent" }]);
    await until(
      () => /"role":"user","content":"Mind the windows"/.test(transcript()) || undefined,
      transcript,
    );
    await state("complete");
    await terminal.until("manual mode on");
  });

  test("is answered by keys after the server was killed while the hook waited", async () => {
    const { terminal, asked, answered, cut, made, questions, state, items, agentId } = await keyedClaude({
      waits: true,
    });
    await terminal.submit("[[bash touch one]] [[text All done]]");
    const before = await asked("held_hook");
    await cut();
    const after = await asked("keys");
    expect(after.id).toBe(before.id);
    expect(await items("/api/attention")).toMatchObject([{ id: after.id, way: { way: "keys" } }]);
    await answered(after, { kind: "allow" });
    await made("one");
    await state("complete");
    expect((await questions()).map((question) => question.state)).toEqual(["answered"]);
    expect(await items(`/api/agents/${await agentId()}/answers`)).toMatchObject([
      { way: "keys", state: "delivered", problem: null },
    ]);
  });

  test("presses no key where the person was first, or the terminal shows something else", async () => {
    const { terminal, asked, answer, file, made, state, items, agentId } = await keyedClaude();
    await terminal.submit("[[bash sleep 2 && touch one]] [[bash touch two]] [[text All done]]");
    const first = await asked();
    await terminal.answer("Do you want to proceed?", "1");
    const late = await answer(first, { kind: "allow" });
    expect([late.status, await late.json()]).toMatchObject([409, { code: "answers.not_shown" }]);
    await made("one");
    const second = await asked();
    const stale = await answer(first, { kind: "allow" });
    expect([stale.status, await stale.json()]).toMatchObject([409, { code: "answers.stale" }]);
    expect(existsSync(file("two"))).toBe(false);
    const replies = await Promise.all([answer(second, { kind: "allow" }), answer(second, { kind: "allow" })]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    await state("complete");
    expect(existsSync(file("two"))).toBe(true);
    const given = await items(`/api/agents/${await agentId()}/answers`);
    expect(given.filter((each) => each.state === "delivered")).toHaveLength(1);
  });

  test("is answered where its auto mode asks, which no hook tells", { timeout: 90_000 }, async () => {
    const { terminal, asked, answered, questions, file, reach, state } = await keyedClaude();
    for (let press = 0; press < 3; press++) await terminal.press("BTab");
    await terminal.until("auto mode on");
    await terminal.submit("[[bash curl -o got http://127.0.0.1:9/ || touch denied]] [[text Over]]");
    await terminal.answer("Enter to stay in auto mode", "Enter");
    await terminal.until("so this one needs your approval");
    const question = await asked();
    expect(question).toMatchObject({ terminalOnly: true, tool: null });
    expect((await reach()).question?.shown).toContain("curl -o got");
    await answered(question, { kind: "allow" });
    await until(
      () => existsSync(file("denied")) || undefined,
      () => terminal.screen(),
    );
    await state("complete");
    expect((await questions()).map((one) => one.state)).toEqual(["answered"]);
    expect(readFileSync(file("denied"), "utf8")).toBe("");
  });
});
