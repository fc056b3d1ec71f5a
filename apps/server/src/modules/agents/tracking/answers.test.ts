import { describe, expect, test } from "vitest";
import { hearAnswer } from "../processes/answer-seen.ts";
import { s, session } from "./session.testing.ts";

const lane = { backend: "claude", sessionId: s, childId: null } as const;

/** A session that asked, and answers to its question. */
function asking() {
  const one = session();
  one.prompt("Go");
  one.asks("rm x");
  const questionId = one.book.questions[0]?.id ?? "";
  const seen = (
    kind: "answer_begun" | "answer_delivered" | "answer_failed",
    answerId: string,
    ending: { ends?: true } = {},
  ) => {
    const observation =
      kind === "answer_delivered"
        ? { kind, questionId, answerId, answers: {}, ...ending }
        : { kind, questionId, answerId };
    const { signal } = hearAnswer(lane, observation, new Date(1_700_000_100_000));
    if (signal !== null) one.book.apply(signal);
  };
  const moves = () =>
    one.book.facts.flatMap(({ fact }) =>
      fact.kind === "question_moved" ? [[fact.state, fact.version]] : [],
    );
  const states = () => one.book.questions.map(({ state }) => state);
  return { one, seen, moves, states };
}

describe("an answer that was given in Signalbox", () => {
  test("is on its way, and once it has arrived the agent goes on", () => {
    const { one, seen, moves, states } = asking();
    seen("answer_begun", "a1");
    expect(moves()).toEqual([["answering", 2]]);
    expect(one.agent.state).toBe("awaiting_input");
    seen("answer_delivered", "a1");
    expect(states()).toEqual(["answered"]);
    expect(one.agent).toMatchObject({ state: "processing", evidence: { rule: "answered from Signalbox" } });
    one.say("PostToolUse", { tool_name: "Bash", tool_input: { command: "rm x" }, tool_use_id: "t1" });
    expect(states()).toEqual(["answered"]);
  });

  test("leaves the agent waiting for its person where nothing follows on it", () => {
    const { one, seen, states } = asking();
    seen("answer_begun", "a1");
    seen("answer_delivered", "a1", { ends: true });
    expect(states()).toEqual(["answered"]);
    expect(one.agent).toMatchObject({ state: "complete", evidence: { rule: "answered from Signalbox" } });
  });

  test("names the call that its question was about", () => {
    const one = session();
    one.prompt("Go");
    one.say("PreToolUse", { tool_name: "Bash", tool_input: { command: "rm x" }, tool_use_id: "t1" });
    one.asks("rm x");
    one.say("PostToolUse", { tool_name: "Bash", tool_input: { command: "rm x" }, tool_use_id: "t1" });
    const call = one.book.turns.find(({ tool }) => tool?.useId === "t1");
    const closed = one.book.facts.flatMap(({ fact }) => (fact.kind === "question_closed" ? [fact] : []));
    expect(closed).toMatchObject([{ callTurnId: call?.id }]);
  });

  test("counts where its agent goes on before it is told to have arrived", () => {
    const { one, seen, states } = asking();
    seen("answer_begun", "a1");
    one.say("PostToolUse", { tool_name: "Bash", tool_input: { command: "rm x" }, tool_use_id: "t1" });
    seen("answer_delivered", "a1");
    expect(states()).toEqual(["answered"]);
    expect(one.agent.state).toBe("processing");
  });

  test("opens its question again where it does not arrive", () => {
    const { seen, moves, states } = asking();
    seen("answer_begun", "a1");
    seen("answer_failed", "a1");
    expect(moves()).toEqual([
      ["answering", 2],
      ["open", 3],
    ]);
    seen("answer_begun", "a2");
    seen("answer_delivered", "a2");
    expect(states()).toEqual(["answered"]);
  });

  test("counts for nothing beside one that is on its way", () => {
    const { seen, moves, states } = asking();
    seen("answer_begun", "a1");
    seen("answer_begun", "a2");
    seen("answer_delivered", "a2");
    seen("answer_failed", "a2");
    expect(moves()).toEqual([["answering", 2]]);
    expect(states()).toEqual(["open"]);
  });

  test("that is told twice counts once", () => {
    const { seen, moves } = asking();
    seen("answer_begun", "a1");
    seen("answer_begun", "a1");
    expect(moves()).toHaveLength(1);
  });

  test("comes too late where the person was first", () => {
    const { one, seen, moves, states } = asking();
    one.say("PostToolUse", { tool_name: "Bash", tool_input: { command: "rm x" }, tool_use_id: "t1" });
    seen("answer_begun", "a1");
    expect(moves()).toEqual([]);
    expect(states()).toEqual(["answered_elsewhere"]);
  });

  test("is no sign of a process", () => {
    const { one, seen } = asking();
    const before = one.agent.memory.processes.length;
    seen("answer_begun", "a1");
    expect(one.agent.memory.processes).toHaveLength(before);
  });
});
