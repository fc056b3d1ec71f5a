import { expect, test } from "vitest";
import { adapterOf } from "../../backends/index.ts";
import { s, session } from "./session.testing.ts";

/** A session of Claude Code whose transcript is read as well. */
function writtenSession() {
  const one = session();
  const transcript = adapterOf("claude")?.transcript;
  if (transcript?.kind !== "lines") throw new Error("no lines");
  const reader = transcript.open(`/projects/-w/${s}.jsonl`, null);
  /** The line of a call, as the model wrote it. */
  const writes = (id: string, name: string, input: object) => {
    const message = { id: `m-${id}`, role: "assistant", content: [{ type: "tool_use", id, name, input }] };
    const line = { type: "assistant", uuid: `u-${id}`, sessionId: s, cwd: "/w", message };
    for (const signal of reader.read({ ...line, timestamp: new Date(1_700_000_030_000).toISOString() }))
      one.book.apply(signal);
  };
  const line = (line: object) => {
    for (const signal of reader.read({
      sessionId: s,
      cwd: "/w",
      timestamp: "2023-11-14T22:13:51.000Z",
      ...line,
    }))
      one.book.apply(signal);
  };
  /** The prompt and the last words of its turn, as they are written once it is over. */
  const writesTurn = (prompt: string, text: string) => {
    line({ type: "user", uuid: "u-first", promptId: "p1", message: { role: "user", content: prompt } });
    const content = [{ type: "text", text }];
    const message = { id: "m-last", role: "assistant", stop_reason: "end_turn", content };
    line({ type: "assistant", uuid: "u-last", message });
    line({ type: "system", subtype: "turn_duration", uuid: "u-end" });
  };
  one.prompt("Go");
  return { ...one, writes, writesTurn };
}

test("a plan whose text only its dialog tells is one question", () => {
  const { book, say, writes } = writtenSession();
  const plan = { plan: "# Paint it", planFilePath: "/home/ada/.claude/plans/a.md" };
  say("PermissionRequest", { tool_name: "ExitPlanMode", tool_input: plan });
  writes("t1", "ExitPlanMode", {});
  expect(book.questions).toMatchObject([{ kind: "plan", plan: "# Paint it", state: "open" }]);
});

test("a plan that its transcript tells of first has the text that only its dialog tells", () => {
  const { book, say, writes } = writtenSession();
  say("PreToolUse", { tool_name: "ExitPlanMode", tool_input: {}, tool_use_id: "t1" });
  writes("t1", "ExitPlanMode", {});
  expect(book.questions).toMatchObject([{ plan: null, text: "Leave plan mode?" }]);
  const plan = { plan: "# Paint it\n\nAll of it.", planFilePath: "/home/ada/.claude/plans/a.md" };
  say("PermissionRequest", { tool_name: "ExitPlanMode", tool_input: plan });
  const told = { kind: "plan", plan: plan.plan, text: "Paint it", input: plan, state: "open" };
  expect(book.questions).toMatchObject([told]);
  expect(book.turns.filter(({ intent }) => intent === "question").map(({ text }) => text)).toEqual([
    "Paint it",
  ]);
});

test("whoever saw a question before it had its words has seen another version of it", () => {
  const { book, say, writes } = writtenSession();
  writes("t1", "ExitPlanMode", {});
  say("PermissionRequest", { tool_name: "ExitPlanMode", tool_input: { plan: "# Paint it" } });
  const updated = book.facts.flatMap(({ fact }) => (fact.kind === "question_updated" ? [fact] : []));
  expect(updated).toMatchObject([{ version: 2 }]);
});

test("a question that its transcript told first is asked once, however often its hook comes", () => {
  const { book, say, writes } = writtenSession();
  writes("t1", "ExitPlanMode", {});
  const request = { tool_name: "ExitPlanMode", tool_input: { plan: "# Paint it" } };
  say("PermissionRequest", request);
  say("PermissionRequest", request, { after: 60_000 });
  expect(book.questions).toMatchObject([{ kind: "plan", state: "open" }]);
});

test("a question that the person had answered keeps its words", () => {
  const { book, say, writes } = writtenSession();
  say("PreToolUse", { tool_name: "ExitPlanMode", tool_input: {}, tool_use_id: "t1" });
  writes("t1", "ExitPlanMode", {});
  say("PostToolUse", { tool_name: "ExitPlanMode", tool_input: {}, tool_use_id: "t1" });
  say("PermissionRequest", { tool_name: "ExitPlanMode", tool_input: { plan: "# Late" } });
  expect(book.questions).toMatchObject([{ plan: null, state: "answered_elsewhere" }]);
});

test("a question whose fields the model wrote in another order is one question", () => {
  const { book, say, writes } = writtenSession();
  const asked = { question: "Which?", header: "Colour", multiSelect: false, options: [] };
  const written = { options: [], multiSelect: false, header: "Colour", question: "Which?" };
  say("PermissionRequest", { tool_name: "AskUserQuestion", tool_input: { questions: [asked] } });
  writes("t1", "AskUserQuestion", { questions: [written] });
  expect(book.questions).toMatchObject([{ kind: "options", state: "open" }]);
});

test("a second plan is a second question, whoever tells of it", () => {
  const { book, say, writes } = writtenSession();
  say("PermissionRequest", { tool_name: "ExitPlanMode", tool_input: { plan: "# One" } });
  writes("t1", "ExitPlanMode", {});
  writes("t2", "ExitPlanMode", { plan: "# Two" });
  expect(book.questions.map(({ plan, state }) => [plan, state])).toEqual([
    ["# One", "answered_elsewhere"],
    ["# Two", "open"],
  ]);
});

test("words that ask are a question though their stop was heard without them, before they were written", () => {
  const { book, say, writesTurn } = writtenSession();
  say("Stop");
  expect(book.agent(s)?.state).toBe("complete");
  writesTurn("Go", "Which colour shall it be?");
  expect(book.agent(s)?.state).toBe("awaiting_input");
  expect(book.questions).toMatchObject([{ kind: "text", text: "Which colour shall it be?", state: "open" }]);
  expect(book.turns.filter(({ text }) => text === "Which colour shall it be?")).toHaveLength(1);
  expect(book.commands).toMatchObject([
    { outcome: "superseded" },
    { state: "awaiting_input", instruction: "Go" },
  ]);
});

test("a stop that is heard without its words, behind the words that ask, leaves them asking", () => {
  const { book, say, writesTurn } = writtenSession();
  writesTurn("Go", "Which colour shall it be?");
  expect(book.agent(s)?.state).toBe("awaiting_input");
  say("Stop");
  expect(book.questions).toMatchObject([{ kind: "text", state: "open" }]);
  expect(book.commands).toMatchObject([{ outcome: null }]);
});

test("a call that the CLI itself refused, and whose line is read late, takes no other question away", () => {
  const { book, say, writes } = writtenSession();
  const call = { tool_name: "Bash", tool_input: { command: "touch one" } };
  say("PreToolUse", { ...call, tool_use_id: "t2" }, { after: 60_000 });
  say("PermissionRequest", call);
  writes("t1", "ExitPlanMode", { plan: "# Paint it" });
  expect(book.questions).toMatchObject([{ kind: "permission", text: "Run touch one", state: "open" }]);
});
