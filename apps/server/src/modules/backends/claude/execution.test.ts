import { nothingMore } from "@signalbox/contract/allowed";
import { expect, test } from "vitest";
import { claudeExecution } from "./execution.ts";

const at = new Date("2026-11-21T10:00:00Z");

/** The fields that matter of the last line, as Claude Code 2.1.329 printed it. */
const result = (fields: object) =>
  claudeExecution.read(
    JSON.stringify({ type: "result", subtype: "success", permission_denials: [], ...fields }),
    at,
  )[0];

test.each([
  [
    "authentication",
    { terminal_reason: "api_error", api_error_status: 401, result: "Invalid API key · Fix external API key" },
  ],
  [
    "authentication",
    { terminal_reason: "api_error", api_error_status: 403, result: "Failed to authenticate. API Error: 403" },
  ],
  ["billing", { terminal_reason: "api_error", api_error_status: 400, result: "Credit balance is too low" }],
  [
    "context_too_long",
    { terminal_reason: "prompt_too_long", api_error_status: 400, result: "Prompt is too long" },
  ],
  [
    "rate_limit",
    { terminal_reason: "api_error", api_error_status: 429, result: "You've hit your 5-hour limit" },
  ],
  [
    "overloaded",
    { terminal_reason: "api_error", api_error_status: 529, result: "API Error: 529 Overloaded." },
  ],
  ["overloaded", { terminal_reason: "api_error", api_error_status: 500, result: "API Error: 500" }],
  [
    "network",
    {
      terminal_reason: "api_error",
      api_error_status: null,
      result: "API Error: Connection dropped (ECONNRESET).",
    },
  ],
  ["unknown", { terminal_reason: "aborted_streaming", subtype: "error_during_execution" }],
])("a result tells of a fault of class %s, though its subtype is a success", (errorClass, fields) => {
  expect(result({ is_error: true, ...fields })).toMatchObject({ kind: "result", errorClass });
});

test("a result that went well has its words, what it took, and which tools were refused", () => {
  const fields = {
    ...{ is_error: false, result: "all done", total_cost_usd: 0.049292 },
    usage: { input_tokens: 12, output_tokens: 3, cache_read_input_tokens: 5, cache_creation_input_tokens: 7 },
    permission_denials: [{ tool_name: "Bash" }],
  };
  expect(result(fields)).toEqual({
    ...{ kind: "result", text: "all done", errorClass: null, refused: ["Bash"] },
    usage: { input: 12, output: 3, cacheRead: 5, cacheWrite: 7, costMicros: 49_292 },
  });
});

test("the session, and when a limit is over, are told by lines of their own", () => {
  const limit = { status: "rejected", resetsAt: 1_795_255_555, rateLimitType: "five_hour" };
  const lines = [
    { type: "system", subtype: "init", session_id: "s1", model: "claude-opus-5-5" },
    { type: "rate_limit_event", rate_limit_info: limit },
    { type: "rate_limit_event", rate_limit_info: { ...limit, status: "allowed" } },
    { type: "assistant", message: {} },
  ];
  expect(lines.flatMap((line) => claudeExecution.read(JSON.stringify(line), at))).toEqual([
    { kind: "session", id: "s1" },
    { kind: "limited", resetsAt: new Date(1_795_255_555_000) },
    expect.objectContaining({ kind: "window", name: "five_hour", isMet: true }),
    expect.objectContaining({ kind: "window", name: "five_hour", isMet: false }),
  ]);
  expect(claudeExecution.read("no JSON", at)).toEqual([]);
});

/** What `rate_limit_event` tells, as Claude Code 2.1.329 printed it for a limit that was met, and before one was. */
const windowsOf = (rate_limit_info: object) =>
  claudeExecution
    .read(JSON.stringify({ type: "rate_limit_event", rate_limit_info }), at)
    .filter((told) => told.kind === "window");

test("windows of the plan are told with how much of them is used, and when they are over", () => {
  const resetsAt = new Date(1_795_255_555_000);
  const told = { kind: "window", name: "five_hour", toldAt: at, resetsAt };
  const seconds = { resetsAt: 1_795_255_555, rateLimitType: "five_hour", isUsingOverage: false };
  const five_hour = { utilization: 1, resetsAt: 1_795_255_555, status: "rejected" };
  expect(windowsOf({ status: "rejected", ...seconds, unifiedWindows: { five_hour } })).toEqual([
    { ...told, usedPercent: 100, isMet: true },
  ]);
  expect(windowsOf({ status: "allowed_warning", ...seconds, utilization: 0.825 })).toEqual([
    { ...told, usedPercent: 83, isMet: false },
  ]);
  const week = { utilization: 0.4, resetsAt: 1_795_755_555, status: "allowed" };
  expect(windowsOf({ status: "allowed", ...seconds, unifiedWindows: { seven_day: week } })).toEqual([
    { ...told, usedPercent: null, isMet: false },
    { ...told, name: "seven_day", usedPercent: 40, isMet: false, resetsAt: new Date(1_795_755_555_000) },
  ]);
});

test("what is no window, or no share of one, is not taken over", () => {
  expect(windowsOf({ status: "allowed", utilization: 0.5, resetsAt: 1_795_255_555 })).toEqual([]);
  expect(windowsOf({ rateLimitType: "Five Hours", unifiedWindows: { seven_day: 5 } })).toEqual([]);
  for (const utilization of [-0.1, 1e9, "half"])
    expect(windowsOf({ rateLimitType: "five_hour", utilization, resetsAt: -1 })).toEqual([
      { kind: "window", name: "five_hour", usedPercent: null, isMet: false, resetsAt: null, toldAt: at },
    ]);
});

test("numbers that are none to count with are not taken over", () => {
  const usage = { input_tokens: 1.5, output_tokens: -3, cache_read_input_tokens: 1e300 };
  expect(result({ result: "", total_cost_usd: 1e300, usage })).toMatchObject({
    usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, costMicros: null },
  });
  const limit = (resetsAt: number) => ({
    ...{ type: "rate_limit_event", rate_limit_info: { status: "rejected", resetsAt } },
  });
  for (const resetsAt of [1e20, -1, 253_402_300_800])
    expect(claudeExecution.read(JSON.stringify(limit(resetsAt)), at)).toEqual([]);
});

test("a session's id is a word, and no secret", () => {
  const session = (session_id: string) =>
    claudeExecution.read(JSON.stringify({ type: "system", subtype: "init", session_id }), at);
  for (const id of ["a\u0000b", "", "x".repeat(101), `sk-ant-${"a".repeat(30)}`])
    expect(session(id)).toEqual([]);
  expect(session("a-1")).toHaveLength(1);
});

test("tools that were refused are told in few and short words, without secrets", () => {
  const names = ["a\u0000b", "Bash", "Bash", `ghp_${"a".repeat(36)}`, "x".repeat(1_000)];
  const more = Array.from({ length: 50 }, (_, number) => `Tool${number}`);
  const told = result({
    result: "",
    permission_denials: [...names, ...more].map((tool_name) => ({ tool_name })),
  });
  const refused = told?.kind === "result" ? told.refused : [];
  expect(refused.slice(0, 3)).toEqual(["ab", "Bash", "[redacted]"]);
  expect(refused).toHaveLength(20);
  expect(Math.max(...refused.map((name) => name.length))).toBe(100);
});

test("what it may do beside its access stands behind all other options", () => {
  const wish = { model: null, access: "read", trust: "full", cwd: "/x", resumes: null } as const;
  expect(claudeExecution.args({ ...wish, allowed: nothingMore })).not.toContain("--allowedTools");
  const allowed = { tools: ["Bash(npm test:*)"], folders: ["/a b", "/c"], network: true };
  expect(claudeExecution.args({ ...wish, allowed }).slice(-7)).toEqual([
    ...["--allowedTools", "Bash(npm test:*)", "WebFetch", "WebSearch"],
    ...["--add-dir", "/a b", "/c"],
  ]);
});
