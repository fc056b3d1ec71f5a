import type { LogLine } from "@signalbox/contract/executions";
import { expect, test } from "vitest";
import { plainRows, turnRows } from "./log-rows.ts";

let number = 0;
const line = (text: string, stream: LogLine["stream"] = "out"): LogLine => {
  number += 1;
  return { number, at: "2026-11-30T16:22:20.000Z", stream, text };
};
const step = (record: object): LogLine => line(JSON.stringify(record));
const said = (...content: object[]) => step({ type: "assistant", message: { content } });

test("what Claude Code prints is read as turns, each call with what it came back with", () => {
  const rows = turnRows([
    step({ type: "system", subtype: "init", model: "claude-opus-5-5", tools: ["Bash"] }),
    step({ type: "system", subtype: "thinking_tokens", estimated_tokens: 1 }),
    said({ type: "thinking", thinking: "Hmm" }, { type: "text", text: "Looking" }),
    said({ type: "tool_use", id: "t1", name: "Bash", input: { command: "false" } }),
    step({
      type: "user",
      message: { content: [{ type: "tool_result", tool_use_id: "t1", content: "Exit 1", is_error: true }] },
    }),
    said({ type: "tool_use", id: "t2", name: "Read", input: { file_path: "a" } }),
    step({
      type: "result",
      subtype: "success",
      result: "Done",
      num_turns: 3,
      duration_ms: 900,
      total_cost_usd: 0.047124,
    }),
  ]);
  expect(rows).toMatchObject([
    { kind: "began", model: "claude-opus-5-5" },
    { kind: "thought", text: "Hmm" },
    { kind: "said", text: "Looking", within: false },
    { kind: "call", name: "Bash", input: { command: "false" }, result: { content: "Exit 1", failed: true } },
    { kind: "call", name: "Read", result: null },
    { kind: "over", failed: false, text: "Done", summary: { durationMs: 900, turns: 3, costMicros: 47_124 } },
  ]);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
});

test("what a child agent says is told apart", () => {
  const record = {
    type: "assistant",
    parent_tool_use_id: "t1",
    message: { content: [{ type: "text", text: "Mine" }] },
  };
  expect(turnRows([step(record)])).toMatchObject([{ kind: "said", within: true }]);
});

test("its last words are not said twice", () => {
  const end = step({ type: "result", subtype: "success", is_error: true, result: "No key" });
  expect(turnRows([said({ type: "text", text: "No key" }), end])).toMatchObject([
    { kind: "said" },
    { kind: "over", failed: true, text: null },
  ]);
});

test("a run that did not end well says so", () => {
  expect(turnRows([step({ type: "result", subtype: "error_max_turns", is_error: false })])).toMatchObject([
    { kind: "over", failed: true, text: null },
  ]);
});

test.each([
  ["words", "out", "npm warn something"],
  ["a line that was cut", "out", '{"type":"assistant","mess'],
  ["a list", "out", "[1]"],
  ["JSON of another kind", "out", '{"type":"news_of_a_later_version"}'],
  ["a fault", "err", '{"type":"result"}'],
  ["a note of ours", "note", "The time is over"],
] as const)("%s stays as it is", (_, stream, text) => {
  const given = line(text, stream);
  expect(turnRows([given])).toMatchObject([{ kind: "line", line: given }]);
});

test("as lines, every line is there", () => {
  const lines = [step({ type: "system", subtype: "thinking_tokens" }), line("x")];
  expect(plainRows(lines).map((row) => row.kind === "line" && row.line)).toEqual(lines);
});

test("what Codex prints is read as turns, also where another attempt names its calls alike", () => {
  const item = (type: "started" | "completed", fields: object) =>
    step({ type: `item.${type}`, item: { id: "item_1", type: "command_execution", ...fields } });
  const attempt = (output: string) => [
    step({ type: "thread.started", thread_id: "01a1fd5e-372d-78a1-828b-685040bf12a8" }),
    step({ type: "turn.started" }),
    item("started", { command: "make", aggregated_output: "", exit_code: null, status: "in_progress" }),
    item("completed", { command: "make", aggregated_output: output, exit_code: 3, status: "failed" }),
    step({ type: "item.completed", item: { id: "item_2", type: "reasoning", text: "hmm" } }),
    step({ type: "item.completed", item: { id: "item_3", type: "agent_message", text: "all done" } }),
    step({
      type: "item.completed",
      item: {
        id: "item_4",
        type: "file_change",
        changes: [{ path: "/a", kind: "add" }],
        status: "completed",
      },
    }),
  ];
  const complains = step({ type: "error", message: "Reconnecting... 1/1" });
  const end = step({ type: "turn.failed", error: { message: "exceeded retry limit" } });
  const rows = turnRows([
    ...attempt("one"),
    complains,
    end,
    ...attempt("two"),
    step({ type: "turn.completed", usage: {} }),
  ]);
  const once = (content: string) => [
    { kind: "began" },
    { kind: "call", name: "Command", input: { command: "make" }, result: { content, failed: true } },
    { kind: "thought", text: "hmm" },
    { kind: "said", text: "all done" },
    { kind: "call", name: "Files", input: { files: "add /a" }, result: { failed: false } },
  ];
  expect(rows).toMatchObject([
    ...once("one"),
    { kind: "line", line: { text: "Reconnecting... 1/1" } },
    { kind: "over", failed: true, text: "exceeded retry limit" },
    ...once("two"),
    { kind: "over", failed: false, text: null },
  ]);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
});

test("what Gemini CLI prints is read as turns, the pieces of an answer as one", () => {
  const piece = (content: string) => step({ type: "message", role: "assistant", content, delta: true });
  expect(
    turnRows([
      step({ type: "init", session_id: "81e224ed", model: "auto" }),
      step({ type: "message", role: "user", content: "do it" }),
      piece("run"),
      piece("ning"),
      step({
        type: "tool_use",
        tool_name: "run_shell_command",
        tool_id: "x_0",
        parameters: { command: "ls" },
      }),
      step({ type: "tool_result", tool_id: "x_0", status: "error", error: { message: "no such folder" } }),
      piece("all done"),
      step({ type: "result", status: "success", stats: { duration_ms: 1_054 } }),
    ]),
  ).toMatchObject([
    { kind: "began", model: "auto" },
    { kind: "said", text: "running" },
    { kind: "call", name: "run_shell_command", result: { content: "no such folder", failed: true } },
    { kind: "said", text: "all done" },
    { kind: "over", failed: false, summary: { durationMs: 1_054 } },
  ]);
});

test("what OpenCode prints is read as turns", () => {
  const told = (type: string, part: object) => step({ type, sessionID: "ses_e029", part });
  const state = { status: "completed", input: { filePath: "a" }, output: "Wrote it" };
  expect(
    turnRows([
      told("step_start", { type: "step-start" }),
      told("tool_use", { tool: "write", callID: "call_1", state }),
      told("step_finish", { reason: "tool-calls" }),
      step({ type: "retry", sessionID: "ses_e029", attempt: 1, message: "Slow down" }),
      told("child_step_finish", { reason: "stop" }),
      told("text", { text: "all done" }),
      told("step_finish", { reason: "stop" }),
      step({
        type: "error",
        sessionID: "ses_e029",
        error: { name: "APIError", data: { message: "no key" } },
      }),
    ]),
  ).toMatchObject([
    { kind: "call", name: "write", input: { filePath: "a" }, result: { content: "Wrote it", failed: false } },
    { kind: "said", text: "The model is asked again: Slow down" },
    { kind: "said", text: "all done" },
    { kind: "over", failed: false },
    { kind: "over", failed: true, text: "no key" },
  ]);
});

test("what a bridge to an agent prints is read as turns", () => {
  const told = (line: object) => step({ bridge: 1, ...line });
  expect(
    turnRows([
      told({ type: "session", id: "20261201_1", resumable: true }),
      told({ type: "words", text: "Look" }),
      told({ type: "words", text: "ing" }),
      told({ type: "tool", id: "t1", tool: "Write", input: { file_path: "a" } }),
      told({ type: "refused", tool: "Write", about: "a" }),
      told({ type: "tool_over", id: "t1", failed: true, output: "declined" }),
      told({ type: "words", text: "Tried" }),
      told({ type: "result", ok: true, text: "Tried", about: "end_turn", usage: { cost: 0.5 } }),
    ]),
  ).toMatchObject([
    { kind: "began", model: null },
    { kind: "said", text: "Looking" },
    { kind: "call", name: "Write", result: { content: "declined", failed: true } },
    { kind: "said", text: "Tried" },
    { kind: "over", failed: false, text: null, summary: { costMicros: 500_000 } },
  ]);
});
