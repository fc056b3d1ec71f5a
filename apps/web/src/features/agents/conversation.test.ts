import type { Command, Question, Turn } from "@signalbox/contract/agents";
import { expect, test } from "vitest";
import { type ConversationParts, layTracks, type Stop, summarise } from "./conversation.ts";
import { aChild } from "./testing/a-child.ts";

const at = (minute: number) => `2026-11-21T12:${String(minute).padStart(2, "0")}:00.000Z`;

const turn = (id: string, minute: number, more: Partial<Turn> = {}): Turn => ({
  ...{
    id,
    agentId: "agent",
    commandId: "c1",
    actor: "agent",
    intent: "progress",
    rule: "",
    confidence: 1,
    text: id,
  },
  ...{ internal: false, tool: null, images: [], at: at(minute) },
  ...more,
});
const call = (id: string, minute: number, name = "Bash") =>
  turn(id, minute, {
    tool: { name, useId: id, input: {}, result: null, failed: false, durationMs: null },
  });
const command = (id: string, minute: number, more: Partial<Command> = {}): Command => ({
  ...{ id, agentId: "agent", state: "processing", outcome: null, errorClass: null, errorText: null },
  ...{ resetsAt: null, instruction: id, startedAt: at(minute), completedAt: null, usage: null },
  ...more,
});
const question = (id: string, minute: number, more: Partial<Question> = {}): Question => ({
  ...{ id, agentId: "agent", commandId: "c1", turnId: null, kind: "permission", state: "open", tool: "Bash" },
  ...{
    text: id,
    input: null,
    parts: [],
    plan: null,
    terminalOnly: false,
    at: at(minute),
    closedAt: null,
    version: 1,
    answerId: null,
    callTurnId: null,
  },
  ...more,
});

const lay = (parts: Partial<ConversationParts>) =>
  layTracks({ turns: [], commands: [], questions: [], children: [], hasOlder: false, ...parts });

const named = (stop: Stop): string => {
  if (stop.kind === "said") return stop.turn.id;
  if (stop.kind === "calls") return stop.turns.map(({ id }) => id).join("+");
  return stop.kind === "question" ? `?${stop.question.id}` : `>${stop.agent.id}`;
};

test("turns stand on the track of their command, calls that follow one another together", () => {
  const { sections } = lay({
    commands: [command("c1", 0), command("c2", 10)],
    turns: [turn("t1", 0), call("t2", 1), call("t3", 2), turn("t4", 3), turn("t5", 10, { commandId: "c2" })],
  });
  expect(sections.map(({ stops }) => stops.map(named))).toEqual([["t1", "t2+t3", "t4"], ["t5"]]);
});

test("a question takes the place of the turn that asked it, and hides the call that only carries it", () => {
  const { sections } = lay({
    commands: [command("c1", 0)],
    turns: [turn("t1", 0), call("t2", 1, "AskUserQuestion"), turn("t3", 2)],
    questions: [question("q1", 2, { turnId: "t3", kind: "options", tool: "AskUserQuestion" })],
  });
  expect(sections[0]?.stops.map(named)).toEqual(["t1", "?q1"]);
});

test("why a command failed is said once, at its end", () => {
  const { sections } = lay({
    commands: [command("c1", 0, { state: "complete", outcome: "failed", errorText: "Usage limit reached" })],
    turns: [
      turn("t1", 0),
      turn("said before", 1, { text: "Usage limit reached", intent: "progress" }),
      turn("said at the end", 2, { text: "Usage limit reached", intent: "completion" }),
    ],
  });
  expect(sections[0]?.stops.map(named)).toEqual(["t1", "said before"]);
});

test("prompts typed ahead wait apart, machine-made turns are left out", () => {
  const { sections, queued } = lay({
    commands: [command("c1", 0)],
    turns: [
      turn("t1", 0),
      turn("t2", 1, { internal: true }),
      turn("t3", 2, { commandId: null, actor: "user", intent: "command" }),
    ],
  });
  expect(sections[0]?.stops.map(named)).toEqual(["t1"]);
  expect(queued.map(({ id }) => id)).toEqual(["t3"]);
});

test("a prompt that joined the command it was typed into stands where it was typed", () => {
  const rule = "a prompt typed while the command was open";
  const { sections, queued } = lay({
    commands: [command("c1", 0)],
    turns: [
      call("t1", 1),
      turn("joined", 2, { actor: "user", intent: "command", rule }),
      call("t2", 3),
      turn("t3", 4),
    ],
  });
  expect(sections[0]?.stops.map(named)).toEqual(["t1", "joined", "t2", "t3"]);
  expect(queued).toEqual([]);
});

test("a child agent leaves the track of the command that ran when it started", () => {
  const child = aChild({ id: "child", startedAt: at(11) });
  const { sections } = lay({
    commands: [command("c1", 0), command("c2", 10)],
    turns: [turn("t1", 0)],
    children: [child],
  });
  expect(sections[1]?.stops.map(named)).toEqual([">child"]);
});

test("a child agent stands in the place of the call that started it", () => {
  const child = aChild({ id: "child", startedByTurnId: "t2", startedAt: at(9) });
  const { sections } = lay({
    commands: [command("c1", 0)],
    turns: [call("t1", 1), call("t2", 2, "Agent"), call("t3", 3)],
    children: [child],
  });
  expect(sections[0]?.stops.map(({ kind }) => kind)).toEqual(["calls", "child", "calls"]);
  expect(sections[0]?.stops.find((stop) => stop.kind === "child")?.call?.id).toBe("t2");
});

test("what lies before the loaded turns is not shown as if it were whole", () => {
  const { sections } = lay({
    hasOlder: true,
    commands: [command("c1", 0, { completedAt: at(1) }), command("c2", 5)],
    turns: [turn("t9", 6, { commandId: "c2" })],
    questions: [question("q1", 0)],
  });
  expect(sections.map((section) => section.command?.id)).toEqual(["c2"]);
});

test("a long history lies whole, each turn on the track of its command", () => {
  const ids = Array.from({ length: 2_000 }, (_, place) => `c${place}`);
  const { sections } = lay({
    commands: ids.map((id) => command(id, 0, { completedAt: at(1) })),
    turns: ids.flatMap((id) => [
      turn(`said ${id}`, 0, { commandId: id }),
      ...Array.from({ length: 10 }, (_, place) => ({ ...call(`${place}`, 1), commandId: id })),
    ]),
  });
  expect(sections.map((section) => section.command?.id)).toEqual(ids);
  expect(new Set(sections.map(({ stops }) => stops.map(named).slice(1).join()))).toEqual(
    new Set(["0+1+2+3+4+5+6+7+8+9"]),
  );
});

test("calls are summed up in words", () => {
  const calls = [call("1", 0, "Read"), call("2", 0, "Read"), call("3", 0), call("4", 0, "TodoWrite")];
  expect(summarise(calls)).toBe("read 2 files, ran 1 command, used TodoWrite");
});
