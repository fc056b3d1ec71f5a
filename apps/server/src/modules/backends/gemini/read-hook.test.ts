import { recordedHooks } from "@signalbox/testkit/recordings";
import { expect, test } from "vitest";
import type { Signal } from "../signal.ts";
import { geminiHookBlock } from "./hook-block.ts";
import { readGeminiHook } from "./read-hook.ts";

const context = { at: new Date(0), process: { pid: 7, pane: null, entry: null } };
const read = (payload: unknown): Signal => {
  const signal = readGeminiHook(payload, context);
  if ("reason" in signal) throw new Error(signal.reason);
  return signal;
};
const subscribed = geminiHookBlock.subscriptions.map(({ event }) => event);
const recorded = (name: string) =>
  recordedHooks("gemini", name)
    .map(({ payload }) => read(payload))
    .filter(({ event }) => subscribed.includes(event));
const kindsIn = (name: string) => recorded(name).map(({ observation }) => observation.kind);

test("a run is read from its start to its end", () => {
  const signals = recorded("headless-basic");
  const kinds = signals.map(({ observation }) => observation.kind);
  expect(kinds.slice(0, 2)).toEqual(["session_started", "prompted"]);
  expect(kinds.slice(-2)).toEqual(["stopped", "session_ended"]);
  expect(kinds.filter((kind) => kind === "tool_started")).toHaveLength(
    kinds.filter((kind) => kind === "tool_finished").length,
  );
  expect(signals.every(({ backend, promptId }) => backend === "gemini" && promptId === null)).toBe(true);
});

test("no two of its signals have one identity, and the same payload always has the same", () => {
  const identities = recorded("headless-basic").map(({ ownIdentity }) => ownIdentity);
  expect(new Set(identities).size).toBe(identities.length);
  expect(identities).not.toContain(null);
  expect(recorded("headless-basic").map(({ ownIdentity }) => ownIdentity)).toEqual(identities);
});

const head = { session_id: "s", timestamp: "2026-11-21T09:14:52.132Z" };

test("calls made in the same millisecond differ by what they are told", () => {
  const call = (command: string) =>
    read({ ...head, hook_event_name: "BeforeTool", tool_name: "run_shell_command", tool_input: { command } });
  expect(call("a").ownIdentity).not.toBe(call("b").ownIdentity);
});

test("a headless run that the model refuses ends without a word", () => {
  expect(kindsIn("err-401")).toEqual(["session_started", "prompted"]);
});

test("an answer that never came is a failure, whose cause is not told", () => {
  const payload = { ...head, hook_event_name: "AfterAgent", prompt_response: "[no response text]" };
  expect(read(payload).observation).toMatchObject({ kind: "stop_failed", errorClass: "no_answer" });
  expect(read({ ...payload, prompt_response: "All \ndone " }).observation).toEqual({
    kind: "stopped",
    text: "All \ndone",
    childrenRunning: false,
  });
});

test.each([
  [{ type: "exec", title: "Confirm Shell Command", command: "touch a", rootCommand: "touch" }, "Run touch a"],
  [{ type: "edit", title: "Confirm Edit", fileName: "a.txt", filePath: "/w/a.txt" }, "Edit /w/a.txt"],
  [{ type: "mcp", title: "Confirm MCP Tool", toolName: "search" }, "Tool needs a word"],
])("a dialog is a question with what would be done: %j", (details, text) => {
  const notification_type = "ToolPermission";
  const payload = { ...head, hook_event_name: "Notification", notification_type, details };
  expect(read({ ...payload, message: "Tool needs a word" }).observation).toMatchObject({
    kind: "asked",
    question: { kind: "permission", text, input: details, terminalOnly: true },
  });
});
