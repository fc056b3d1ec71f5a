import { expect, test } from "vitest";
import { geminiExecution } from "./execution.ts";

const at = new Date("2026-11-21T09:15:00Z");
const read = (line: object) => geminiExecution.read(JSON.stringify(line));
const stats = { total_tokens: 130, input_tokens: 100, output_tokens: 30, cached: 40, input: 60 };
const fault = (message: string) =>
  read({ type: "result", status: "error", error: { type: "unknown", message }, stats });

/** The first two as Gemini CLI 0.61.0 printed them. */
test.each([
  [
    "authentication",
    '[API Error: {"error":{"code":401,"message":"API key not valid. Please pass a valid API key.","status":"UNAUTHENTICATED","details":[]}}]',
  ],
  [
    "authentication",
    '[API Error: {"error":{"code":403,"message":"stub error 403","status":"PERMISSION_DENIED","details":[]}}]',
  ],
  [
    "rate_limit",
    '[API Error: {"error":{"code":429,"message":"You exceeded your current quota","status":"RESOURCE_EXHAUSTED"}}]',
  ],
  [
    "overloaded",
    '[API Error: {"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}]',
  ],
  [
    "context_too_long",
    '[API Error: {"error":{"code":400,"message":"The input token count (2) exceeds the maximum number of tokens allowed (1).","status":"INVALID_ARGUMENT"}}]',
  ],
  ["network", "[API Error: fetch failed]"],
  ["unknown", "[API Error: something else]"],
])("a result that is an error tells of a fault of class %s", (errorClass, text) => {
  expect(fault(text)).toMatchObject([{ kind: "result", text, errorClass, usage: { input: 60 } }]);
});

test("pieces of an answer join, and a tool begins a new one", () => {
  const message = (content: string) => ({ type: "message", role: "assistant", content, delta: true });
  const lines = [
    { type: "init", session_id: "81e224ed-b44c-4326-bbce-4350d0d8ba22", model: "auto" },
    { type: "message", role: "user", content: "do it" },
    message("running"),
    { type: "tool_use", tool_name: "run_shell_command", tool_id: "run_shell_command__x_0" },
    { type: "tool_result", tool_id: "run_shell_command__x_0", status: "success", output: "hi" },
    message("all done"),
    { type: "result", status: "success", stats },
  ];
  expect(lines.flatMap(read)).toEqual([
    { kind: "session", id: "81e224ed-b44c-4326-bbce-4350d0d8ba22" },
    { kind: "words", text: "running", joins: true },
    { kind: "working" },
    { kind: "words", text: "all done", joins: true },
    {
      ...{ kind: "result", text: null, errorClass: null, refused: [] },
      usage: { input: 60, output: 30, cacheRead: 40, cacheWrite: 0, costMicros: null },
    },
  ]);
});

test.each(["tool_not_registered", "policy_violation"])("a call that ended with %s was refused", (type) => {
  const line = { type: "tool_result", tool_id: "Bash__Bash_179_0", status: "error", error: { type } };
  expect(read(line)).toEqual([{ kind: "refused", tool: "Bash" }]);
});

test("a call that failed otherwise was not refused", () => {
  const error = { type: "invalid_tool_params", message: "Path not in workspace" };
  expect(read({ type: "tool_result", tool_id: "read_file__x", status: "error", error })).toEqual([]);
});

test.each([
  ["Attempt 1 failed with status 429. Retrying with backoff...", "rate_limit"],
  ["Attempt 1 failed: This request would exceed your rate limit", "rate_limit"],
  ["Attempt 3 failed with status 503. Retrying with backoff...", "overloaded"],
])("what it sits out is told while it does: %s", (line, errorClass) => {
  expect(geminiExecution.readErrors(line, at)).toMatchObject([{ kind: "result", text: line, errorClass }]);
});

test("how long it waits is when the limit is over", () => {
  const line = "Suggested retry after 2s.. Retrying after 5321ms...";
  expect(geminiExecution.readErrors(line, at)).toEqual([
    { kind: "limited", resetsAt: new Date(at.getTime() + 5_321) },
  ]);
  expect(geminiExecution.readErrors("Ripgrep is not available.", at)).toEqual([]);
});

test("more tools and folders are told by an option each", () => {
  const wish = { model: null, access: "read", trust: "full", cwd: "/x", resumes: null } as const;
  const allowed = { tools: ["run_shell_command(git)"], folders: ["/a", "/b"], network: false };
  expect(geminiExecution.args({ ...wish, allowed }).slice(-6)).toEqual([
    ...["--allowed-tools", "run_shell_command(git)"],
    ...["--include-directories", "/a", "--include-directories", "/b"],
  ]);
});
