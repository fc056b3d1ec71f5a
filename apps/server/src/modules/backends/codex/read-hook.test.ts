import { recordedHooks } from "@signalbox/testkit/recordings";
import { expect, test } from "vitest";
import type { Signal } from "../signal.ts";
import { readCodexHook } from "./read-hook.ts";
import { codexTranscript } from "./read-line.ts";

const context = { at: new Date(0), process: { pid: 7, pane: "%1", entry: null } };
const read = (payload: unknown): Signal => {
  const signal = readCodexHook(payload, context);
  if ("reason" in signal) throw new Error(signal.reason);
  return signal;
};
const recorded = (name: string) => recordedHooks("codex", name).map(({ payload }) => read(payload));
const kindsIn = (name: string) => recorded(name).map(({ observation }) => observation.kind);

test("a run is read from its start to its end, each signal under the id of its turn", () => {
  const signals = recorded("exec-basic");
  expect(signals.map(({ observation }) => observation)).toMatchObject([
    { kind: "session_started", source: "startup" },
    { kind: "prompted", machineMade: false },
    { kind: "tool_started", tool: "Bash", input: { command: "echo hi; exit 3" } },
    { kind: "tool_finished", tool: "Bash", result: "hi\n", failed: false },
    { kind: "stopped", text: "all done" },
    { kind: "session_ended", reason: "other" },
  ]);
  const turns = new Set(signals.slice(1, 5).map(({ promptId }) => promptId));
  expect([...turns]).toEqual(["01a1fd5e-3748-7030-925f-72f98cfda1b3"]);
  expect(signals[0]).toMatchObject({ backend: "codex", source: "hook", model: "gpt-5", cwd: "/workspace" });
  expect(signals[2]?.ownIdentity).toBe("PreToolUse:call_bc72df69ec1c929379");
});

test("an interruption is told; an end by SIGTERM is not", () => {
  expect(kindsIn("sig-INT")).toEqual(["session_started", "prompted", "interrupted", "session_ended"]);
  expect(kindsIn("sig-TERM")).toEqual(["session_started", "prompted"]);
});

test.each(["err-400", "err-401", "err-429", "err-429-usage", "err-529", "err-cut"])(
  "of a failure of the model (%s) no hook tells: the session just ends",
  (name) => {
    expect(kindsIn(name)).toEqual(["session_started", "prompted", "session_ended"]);
  },
);

const head = { session_id: "s", turn_id: "t", cwd: "/w" };

test("a request for a permission says what would be done", () => {
  const input = { command: "touch /b", description: "It is needed" };
  const payload = { ...head, hook_event_name: "PermissionRequest", tool_name: "Bash", tool_input: input };
  expect(read(payload).observation).toMatchObject({
    kind: "asked",
    question: { kind: "permission", tool: "Bash", text: "Run touch /b", input },
  });
});

const question = {
  ...{ id: "colour", header: "Colour", question: "Which colour?" },
  options: [{ label: "red", description: "Like a rose" }],
};
const asking = { tool_name: "request_user_input", tool_input: { questions: [question] }, tool_use_id: "u" };

test("a question with options is told when it is asked, and its answer by the text of the question", () => {
  const asked = { kind: "options", text: "Which colour?", parts: [{ options: [{ label: "red" }] }] };
  expect(read({ ...head, ...asking, hook_event_name: "PreToolUse" }).observation).toMatchObject({
    kind: "asked",
    question: asked,
  });
  const tool_response = JSON.stringify({ answers: { colour: { answers: ["red"] } } });
  const answered = read({ ...head, ...asking, hook_event_name: "PostToolUse", tool_response });
  expect(answered.observation).toMatchObject({ kind: "tool_finished", answers: { "Which colour?": "red" } });
});

test("a tool that stands in a space of its own has the name that the rollout tells", () => {
  const spawning = { tool_name: "collaborationspawn_agent", tool_input: {}, tool_use_id: "u" };
  expect(read({ ...head, ...spawning, hook_event_name: "PreToolUse" }).observation).toMatchObject({
    tool: "spawn_agent",
  });
});

/** What is told of a call that asks, in a rollout that begins so. */
const inRollout = (meta: object) => {
  const reader = codexTranscript.open("/rollout.jsonl", null);
  const call = { type: "function_call", name: asking.tool_name, call_id: "u" };
  const lines = [
    { type: "session_meta", payload: { id: "s", ...meta } },
    { type: "response_item", payload: { ...call, arguments: JSON.stringify(asking.tool_input) } },
  ];
  return lines.flatMap((line) => reader.read({ ...line, timestamp: "2026-01-01T00:00:00Z" }));
};

test("a rollout tells the question, too; a child's begins with a copy of its session's, and tells nothing", () => {
  expect(inRollout({}).map(({ observation: { kind } }) => kind)).toEqual(["tool_started", "asked"]);
  expect(inRollout({ parent_thread_id: "parent" })).toEqual([]);
});

test("what a child does is the child's, and of a child without a name nothing is concluded", () => {
  const named = { ...head, agent_id: "c", agent_type: "explorer", last_assistant_message: "Found" };
  expect(read({ ...named, hook_event_name: "SubagentStop" })).toMatchObject({
    child: { id: "c", type: "explorer" },
    observation: { kind: "child_stopped", text: "Found" },
  });
  expect(read({ ...head, hook_event_name: "SubagentStop" }).observation).toEqual({ kind: "other" });
});

test("what is unknown is kept and moves nothing; what names no session can't be read", () => {
  expect(read({ ...head, hook_event_name: "toString" }).observation).toEqual({ kind: "other" });
  expect(readCodexHook({ hook_event_name: "Stop" }, context)).toHaveProperty("reason");
});
