import { nothingMore } from "@signalbox/contract/allowed";
import { expect, test } from "vitest";
import { codexExecution } from "./execution.ts";
import { readTryAgain } from "./try-again.ts";

const now = new Date(2026, 10, 30, 20, 16);
const read = (line: object) => codexExecution.read(JSON.stringify(line), now);
const failed = (message: string) => read({ type: "turn.failed", error: { message } });

/** As Codex 0.169.0 printed them. */
test.each([
  ["authentication", "unexpected status 401 Unauthorized: Incorrect API key provided, url: http://x"],
  ["authentication", "unexpected status 403 Forbidden: Status 403 as asked for, url: http://x"],
  ["rate_limit", "exceeded retry limit, last status: 429 Too Many Requests"],
  ["rate_limit", "You’ve hit your usage limit. Try again later."],
  ["billing", "Quota exceeded. Check your plan and billing details."],
  ["billing", "unexpected status 402 Payment Required: Status 402 as asked for, url: http://x"],
  [
    "billing",
    '{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}',
  ],
  ["overloaded", "unexpected status 529 <unknown status code>: Status 529 as asked for, url: http://x"],
  ["overloaded", "unexpected status 503 Service Unavailable: Status 503 as asked for, url: http://x"],
  [
    "context_too_long",
    "Codex ran out of room in the model's context window. Start a new thread or clear earlier history before retrying.",
  ],
  ["network", "stream disconnected before completion: error sending request"],
  ["unknown", "something else"],
])("a turn that failed tells of a fault of class %s", (errorClass, text) => {
  expect(failed(text).at(-1)).toMatchObject({ kind: "result", text, errorClass, usage: null });
});

const limit =
  "You’ve hit your usage limit. Upgrade to Pro (https://chatgpt.com/explore/pro), visit https://chatgpt.com/settings/usage to purchase more credits or try again at";

test.each([
  ["9:16 PM.", new Date(2026, 10, 30, 21, 16)],
  ["12:05 AM.", new Date(2026, 11, 1, 0, 5)],
  ["Dec 5th, 2026 11:23 AM.", new Date(2026, 11, 5, 11, 23)],
])("a usage limit that ends at %s is a limit with that time, not a question of money", (at, resetsAt) => {
  expect(failed(`${limit} ${at}`)).toMatchObject([
    { kind: "limited", resetsAt },
    { kind: "result", errorClass: "rate_limit" },
  ]);
});

test("a month that there is not gives no time", () => {
  expect(readTryAgain("try again at Foo 5th, 2026 11:23 AM", now)).toBeNull();
});

test("its words are what it said last, and what came from a cache counts apart", () => {
  const usage = {
    input_tokens: 100,
    cached_input_tokens: 60,
    cache_write_input_tokens: 10,
    output_tokens: 7,
  };
  const lines = [
    { type: "thread.started", thread_id: "01a22e19-000b-72a2-95fc-ba621a29b693" },
    { type: "turn.started" },
    { type: "item.completed", item: { type: "error", message: "a warning" } },
    { type: "item.completed", item: { type: "command_execution", exit_code: 1, status: "failed" } },
    { type: "item.completed", item: { type: "agent_message", text: "all done" } },
    { type: "turn.completed", usage },
  ];
  expect(lines.flatMap(read)).toEqual([
    { kind: "session", id: "01a22e19-000b-72a2-95fc-ba621a29b693" },
    { kind: "working" },
    { kind: "words", text: "all done", joins: false },
    {
      ...{ kind: "result", text: null, errorClass: null, refused: [] },
      usage: { input: 30, output: 7, cacheRead: 60, cacheWrite: 10, costMicros: null },
    },
  ]);
});

test("a lost connection that it makes anew is no end", () => {
  expect(read({ type: "error", message: "Reconnecting... 1/5 (stream disconnected)" })).toEqual([]);
  expect(codexExecution.read("no JSON", now)).toEqual([]);
});

test("what it was not let stands in its log alone", () => {
  const line =
    "2026-11-30T20:17:39.262641Z ERROR codex_core::tools::router: error=patch rejected: writing is blocked";
  expect(codexExecution.readErrors(line)).toEqual([{ kind: "refused", tool: "apply_patch" }]);
  expect(codexExecution.readErrors("anything else")).toEqual([]);
});

test("a checkout of others is not trusted, whatever is said of its folder elsewhere", () => {
  const wish = { allowed: nothingMore, model: null, access: "read", cwd: '/a "b"' } as const;
  const args = codexExecution.args({ ...wish, trust: "user_only", resumes: null });
  expect(args).toContain('projects={"/a \\"b\\""={trust_level="untrusted"}}');
  expect(args).toEqual(expect.arrayContaining(['sandbox_mode="read-only"', "--ignore-rules"]));
  expect(codexExecution.args({ ...wish, trust: "full", resumes: null }).join(" ")).not.toContain("untrusted");
});

test("more folders are written where it edits, and the network is let on wish", () => {
  const wish = { model: null, cwd: "/x", trust: "full", resumes: null } as const;
  const allowed = { tools: [], folders: ["/a"], network: true };
  const network = "sandbox_workspace_write.network_access=true";
  const edits = codexExecution.args({ ...wish, access: "edit", allowed });
  expect(edits.join(" ")).toContain("--add-dir /a");
  expect(edits).toContain(network);
  expect(codexExecution.args({ ...wish, access: "read", allowed })).not.toContain("--add-dir");
  expect(codexExecution.args({ ...wish, access: "edit", allowed: nothingMore })).not.toContain(network);
});
