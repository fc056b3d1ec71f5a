import type { AnswerContent } from "@signalbox/contract/answers";
import { codexHome, trustHooks } from "@signalbox/testkit/codex";
import { findCodex, findTmux, isMissing } from "@signalbox/testkit/machine";
import { describe, expect, test } from "vitest";
import { keyedCli } from "./keyed-cli.testing.ts";

const options = (...labels: string[]) => labels.map((label) => ({ label, description: `The ${label} one` }));
const colour = {
  ...{ id: "colour", header: "Colour", question: "Which colour?" },
  options: options("red (Recommended)", "blue"),
};
const roof = {
  ...{ id: "roof", header: "Roof", question: "What shall become of the roof of the house?" },
  options: options("paint it", "leave it"),
};
const choice = (...questions: object[]) =>
  `[[tool request_user_input ${JSON.stringify({ questions })}]] [[text Done]]`;
const plan = (title: string, steps: number) => {
  const lines = Array.from({ length: steps }, (_, at) => `${at + 1}. Step **${at + 1}** of it`);
  return `[[text <proposed_plan>\\n${[`# ${title}`, "", ...lines].join("\\n")}\\n</proposed_plan>]]`;
};

describe.skipIf(isMissing(findCodex(), findTmux()))("Codex in tmux", { timeout: 300_000 }, () => {
  test("in plan mode is given choices and its plans are answered by keys", async () => {
    const { open, begin, result, prompts } = await keyedCli("codex", codexHome);
    const first = await open();
    await trustHooks(first);
    await first.submit("/plan");
    await first.until("for Plan mode");
    await first.until("Plan mode (shift+tab");
    const codex = await begin(first, "[[text Hello from the first]]");
    const chosen = async (prompt: string, answers: string[][]) => {
      await codex.said(prompt);
      await codex.answered(await codex.asked(), { kind: "options", answers });
      await codex.state("complete");
      return result();
    };
    expect(await chosen(choice(colour), [["blue"]])).toContain('"colour":{"answers":["blue"]}');
    const own = await chosen(choice(colour), [["green,\nas /grass !now"]]);
    expect(own).toContain('["None of the above","user_note: green, as /grass !now"]');
    const both = await chosen(choice(colour, roof), [["red (Recommended)"], ["sell it"]]);
    expect(both).toContain('"colour":{"answers":["red (Recommended)"]}');
    expect(both).toContain('"roof":{"answers":["None of the above","user_note: sell it"]}');

    await codex.said(choice(roof, colour));
    const question = await codex.asked();
    // Somebody began to answer it in the terminal: what they answered is not shown any more.
    await codex.terminal.press("1");
    await codex.terminal.until("Question 2/2");
    const given: AnswerContent = { kind: "options", answers: [["leave it"], ["blue"]] };
    expect(await codex.refused(question, given)).toMatchObject([409, { code: "answers.not_shown" }]);
    await codex.terminal.press("Left");
    await codex.terminal.until("Question 1/2");
    await codex.answered(question, given);
    await codex.state("complete");
    expect(result()).toContain('"roof":{"answers":["leave it"]}');
    expect(result()).toContain('"colour":{"answers":["blue"]}');

    await codex.said(choice(colour));
    const refused = await codex.asked();
    expect(await codex.refused(refused, { kind: "deny", message: "Not now" })).toMatchObject([
      400,
      { code: "answers.unfit" },
    ]);
    await codex.answered(refused, { kind: "deny" });
    await codex.state("complete");

    await codex.said(plan("Paint it", 2));
    await codex.answered(await codex.asked(), { kind: "deny" });
    await codex.terminal.until((screen) => !screen.includes("Implement this plan?"));
    expect(await codex.terminal.screen()).toContain("Plan mode");
    await codex.said(plan("Paint it all", 60));
    await codex.answered(await codex.asked(), { kind: "allow", mode: "manual" });
    await codex.state("complete");
    expect((await prompts(codex.id, 9)).at(-1)).toBe("Implement the plan.");
    expect((await codex.questions()).every(({ state }) => state === "answered")).toBe(true);
  });
});
