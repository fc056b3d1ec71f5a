import { BotContent } from "@signalbox/contract/bots";
import { Outcome, outcomeKinds } from "@signalbox/contract/outcomes";
import { expect, test } from "vitest";
import { newOutcome, outcomeFields, outcomeOf, wordsOfOutcome } from "./outcome-words.ts";

const botId = "01900000-0000-7000-8000-000000000001";

test.each([
  { kind: "comment", when: "failed", body: "a\nb" },
  { kind: "review" },
  { kind: "status", context: "ci", description: "x" },
  { kind: "branch", name: "x", message: "y" },
  { kind: "pull_request", base: "main", repository: "a/b", draft: true, title: "t" },
  { kind: "issue", labels: ["bug", "later"], title: "t" },
  { kind: "file", path: "a.md" },
  { kind: "webhook", url: "https://example.test/" },
  { kind: "notification", title: "t", level: "high" },
  { kind: "bot", botId, values: { task: "{{ result }}\nnow = then", other: "x" } },
])("an outcome that was saved is sent again as it was: $kind", (given) => {
  const outcome = Outcome.parse(given);
  expect(Outcome.parse(outcomeOf(wordsOfOutcome(outcome)))).toEqual(outcome);
});

test("what is left empty is what is usual", () => {
  const outcome = Outcome.parse(outcomeOf({ ...newOutcome(), fields: { body: " " } }));
  expect(outcome).toEqual({ kind: "comment", when: "succeeded", body: "{{ result }}" });
});

test("each kind can be typed", () => {
  expect(Object.keys(outcomeFields).sort()).toEqual([...outcomeKinds].sort());
  expect(BotContent.shape.outcomes.parse(undefined)).toEqual([]);
});
