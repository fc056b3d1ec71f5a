import type { Answer } from "@signalbox/contract/answers";
import { expect, test } from "vitest";
import { answerSet } from "./answer-set.ts";
import { answerErrors } from "./answers.errors.ts";
import type { GivenAnswer } from "./store-answer.ts";

const by = { actor: "sign_in:1", correlationId: "c", name: "Ada" };

test("each question of a set is answered by itself, and one that can't be is told with its reason", async () => {
  const given: [string, number, string][] = [];
  const answer = async ({ questionId, version, key }: GivenAnswer): Promise<Answer> => {
    given.push([questionId, version, key]);
    if (questionId === "q2") throw answerErrors.unreachable("Only its terminal can answer it now");
    return {
      ...{ id: `a-${questionId}`, questionId, agentId: "a", content: { kind: "allow" }, way: "held_hook" },
      ...{ state: "delivered", problem: null, by: "Ada", at: "", settledAt: "", callTurnId: null },
    };
  };
  const questions = ["q1", "q2", "q3"].map((id, at) => ({ id, version: at + 1 }));
  const items = await answerSet({ answer }, { questions, content: { kind: "allow" }, key: "k", by });
  expect(given).toEqual([
    ["q1", 1, "k"],
    ["q2", 2, "k"],
    ["q3", 3, "k"],
  ]);
  expect(items).toMatchObject([
    { questionId: "q1", answer: { id: "a-q1" }, problem: null },
    { questionId: "q2", answer: null, problem: { code: "answers.unreachable" } },
    { questionId: "q3", answer: { id: "a-q3" }, problem: null },
  ]);
});

test("what nobody expected is not told as a reason", async () => {
  const answer = () => Promise.reject(new Error("a fault"));
  const questions = [{ id: "q1", version: 1 }];
  await expect(
    answerSet({ answer }, { questions, content: { kind: "allow" }, key: "k", by }),
  ).rejects.toThrow("a fault");
});
