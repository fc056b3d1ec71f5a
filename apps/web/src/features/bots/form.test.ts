import { BotContent } from "@signalbox/contract/bots";
import { expect, test } from "vitest";
import { contentOf, newVariable, nothing, wordsOf } from "./form.ts";

test("what was saved is sent again as it was", () => {
  const content = BotContent.parse({
    name: "Triage",
    prompt: "Look at {{ issue }} and {{ depth }}",
    variables: [
      { name: "issue", description: "Its number" },
      { name: "depth", default: "" },
    ],
    model: "opus",
    accountId: "01a22d43-aa6c-718c-9995-a675838426bb",
    fallbacks: [{ backend: "codex" }, { backend: "claude", model: "haiku" }],
    retries: 0,
    askMinutes: 5,
    access: "edit",
    timeoutMinutes: 5,
  });
  expect(BotContent.parse(contentOf(wordsOf(content)))).toEqual(content);
});

test("a new bot reads only, in an empty folder, without a model or project", () => {
  const words = { ...nothing, name: "A", prompt: "Go", variables: [{ ...newVariable(), name: " x " }] };
  expect(BotContent.parse(contentOf(words))).toMatchObject({
    ...{ access: "read", workspace: "none", model: null, projectId: null },
    variables: [{ name: "x" }],
  });
});

test.each(["", "many"])("%j minutes are refused, not taken for some", (timeoutMinutes) => {
  const read = BotContent.safeParse(contentOf({ ...nothing, name: "A", prompt: "Go", timeoutMinutes }));
  expect(read.error?.issues.map(({ path }) => path)).toEqual([["timeoutMinutes"]]);
});
