import { nothingMore } from "@signalbox/contract/allowed";
import { expect, test } from "vitest";
import { opencodeExecution } from "./execution.ts";

const at = new Date("2026-12-01T04:00:00Z");
const sessionID = "ses_e029f57aaffeNaOTqmOH1FanMA";
const session = { kind: "session", id: sessionID };
const read = (line: object) =>
  opencodeExecution.read(JSON.stringify({ sessionID, timestamp: 1, ...line }), at);
const fault = (error: object) => read({ type: "error", error })[1];

/** The first two as OpenCode 1.18.33 printed them. */
test.each([
  [
    "authentication",
    {
      name: "APIError",
      data: { message: "Incorrect API key provided: stub.", statusCode: 401, isRetryable: false },
    },
  ],
  ["context_too_long", { name: "ContextOverflowError", data: { message: "too long" } }],
  ["billing", { name: "APIError", data: { message: "Pay first", statusCode: 402 } }],
  ["rate_limit", { name: "APIError", data: { message: "Slow down", statusCode: 429 } }],
  ["overloaded", { name: "APIError", data: { message: "Overloaded", statusCode: 529 } }],
  ["authentication", { name: "ProviderAuthError", data: { message: "no key" } }],
  ["unknown", { name: "UnknownError", data: { message: "something else" } }],
])("an error tells of a fault of class %s", (errorClass, error) => {
  expect(fault(error)).toMatchObject({ kind: "result", text: error.data.message, errorClass });
});

const finish = (reason: string) => ({
  ...{ type: "step_finish" },
  part: {
    ...{ id: "prt_1", reason, cost: 0.007722 },
    tokens: { total: 30, input: 10, output: 5, reasoning: 2, cache: { write: 4, read: 9 } },
  },
});
const spent = {
  ...{ kind: "spent" },
  spent: { id: "prt_1", model: null, input: 10, output: 7, cacheRead: 9, cacheWrite: 4, cost: 7_722 },
};

test("each step tells what it took, and one that wants no more tools is the end", () => {
  expect(read(finish("tool-calls"))).toEqual([session, spent]);
  expect(read(finish("stop"))).toEqual([
    ...[session, spent],
    { kind: "result", text: null, errorClass: null, usage: null, refused: [] },
  ]);
});

test("a step that was cut off is no success", () => {
  expect(read(finish("length"))[2]).toMatchObject({
    errorClass: "unknown",
    text: expect.stringContaining("length"),
  });
  expect(read(finish("content-filter"))[2]).toMatchObject({ errorClass: "refused" });
});

test("a step that begins takes back what was told of an end", () => {
  expect(read({ type: "step_start", part: {} })).toEqual([session, { kind: "working" }]);
  expect(read({ type: "text", part: { text: "all done" } })[1]).toEqual({
    ...{ kind: "words", text: "all done", joins: true },
  });
});

test("a tool that it has not, or was not let use, was refused", () => {
  const call = (error: string) => read({ type: "tool_use", part: { tool: "bash", state: { error } } });
  expect(
    call("Model tried to call unavailable tool 'invalid'. Available tools: glob, grep, read.")[1],
  ).toEqual({ kind: "refused", tool: "bash" });
  expect(call("The user rejected permission to use this specific tool call.")).toHaveLength(2);
  expect(call("No such file")).toEqual([session]);
});

const retry = (message: string, inMs: number) =>
  read({ type: "retry", attempt: 1, message, next: at.getTime() + inMs });

test.each([
  ["rate_limit", "Rate limit reached", 10_000],
  ["rate_limit", "Something is the matter", 3_600_000],
  ["overloaded", "Overloaded", 2_000],
  ["overloaded", "Something is the matter", 2_000],
])(
  "a fault that it sits out is of class %s where it says %j and waits %i ms",
  (errorClass, message, inMs) => {
    expect(retry(message, inMs).at(-1)).toMatchObject({ kind: "result", text: message, errorClass });
  },
);

test("a limit that it sits out is told with its end, and no other fault is", () => {
  const limited = { kind: "limited", resetsAt: new Date(at.getTime() + 3_600_000) };
  expect(retry("Rate limit reached", 3_600_000)).toContainEqual(limited);
  expect(retry("Overloaded", 3_600_000)).not.toContainEqual(limited);
});

test("what its subagents take counts, and is no end", () => {
  expect(read({ ...finish("stop"), type: "child_step_finish" })).toEqual([session, spent]);
});

test("nothing is left to be asked", () => {
  const wish = { model: null, trust: "full", cwd: "/x", resumes: null, allowed: nothingMore } as const;
  for (const access of ["read", "edit", "full"] as const) {
    const { OPENCODE_PERMISSION } = opencodeExecution.env({ ...wish, access });
    expect(OPENCODE_PERMISSION).not.toContain("ask");
    expect(JSON.parse(OPENCODE_PERMISSION)["*"]).toBe(access === "full" ? "allow" : "deny");
  }
});

test("what it may do beside its access comes behind what is denied", () => {
  const wish = { model: null, access: "read", trust: "full", cwd: "/x", resumes: null } as const;
  const allowed = { tools: ["bash"], folders: ["/a"], network: true };
  const { OPENCODE_PERMISSION } = opencodeExecution.env({ ...wish, allowed });
  const permissions = JSON.parse(OPENCODE_PERMISSION);
  expect(Object.keys(permissions)[0]).toBe("*");
  expect(permissions).toMatchObject({ "*": "deny", bash: "allow", webfetch: "allow" });
  expect(permissions.external_directory).toEqual({ "/a/**": "allow" });
});
