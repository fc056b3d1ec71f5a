import type { Answer } from "@signalbox/contract/answers";
import { expect, test } from "vitest";
import { aboutAnswer, answerWord } from "./answer-words.ts";

test("what was answered is said as its form says it", () => {
  expect(answerWord("permission", { kind: "allow" })).toBe("Allowed");
  expect(answerWord("permission", { kind: "allow", remember: true })).toBe("Allowed from now on");
  expect(answerWord("permission", { kind: "allow", input: {} })).toBe("Allowed, with other input");
  expect(answerWord("permission", { kind: "deny", message: "Not on main" })).toBe("Denied: Not on main");
  expect(answerWord("plan", { kind: "allow", mode: "manual", note: "Go" })).toBe("Approved: Go");
  expect(answerWord("plan", { kind: "allow", mode: "accept_edits" })).toBe("Approved, with its edits");
  expect(answerWord("plan", { kind: "deny" })).toBe("Sent back to planning");
  expect(answerWord("options", { kind: "options", answers: [["North", "South"], ["Sunday"]] })).toBe(
    "North, South; Sunday",
  );
  expect(answerWord("text", { kind: "text", text: "By the door" })).toBe("By the door");
});

const answer: Answer = {
  ...{ id: "1", questionId: "2", agentId: "3", content: { kind: "allow" }, way: "held_hook" },
  ...{ state: "delivered", problem: null, by: "Ada", at: "", settledAt: null, callTurnId: null },
};

test("whose answer it was is said with its way, and why it did not arrive", () => {
  expect(aboutAnswer(answer)).toBe("Ada, by the hook that asked");
  expect(aboutAnswer({ ...answer, state: "given", way: "keys" })).toBe(
    "Ada, on its way by keys in its terminal",
  );
  expect(aboutAnswer({ ...answer, state: "refused", problem: "it had moved" })).toBe(
    "Ada; it did not arrive: it had moved",
  );
});
