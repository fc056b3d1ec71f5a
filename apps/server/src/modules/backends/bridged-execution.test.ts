import { expect, test } from "vitest";
import { acpFaults } from "./acp-faults.ts";
import { bridgeReader } from "./bridged-execution.ts";

const read = bridgeReader({ faults: acpFaults, saysItFailed: (words) => words.startsWith("Oh no: ") });
const told = (line: object) => read(JSON.stringify({ bridge: 1, ...line }));
const result = { type: "result", ok: true, text: "Done", about: "end_turn", usage: null };

test("a session is told where it can be gone on with, and only then", () => {
  expect(told({ type: "session", id: "20261201_1", resumable: true })).toEqual([
    { kind: "session", id: "20261201_1" },
  ]);
  expect(told({ type: "session", id: "20261201_1", resumable: false })).toEqual([]);
});

test("its end tells its last words, and what it took", () => {
  const usage = { input: 10, output: 2, cacheRead: 1, cacheWrite: 0, cost: 0.5 };
  expect(told({ ...result, usage })).toEqual([
    {
      ...{ kind: "result", text: "Done", errorClass: null, refused: [] },
      usage: { input: 10, output: 2, cacheRead: 1, cacheWrite: 0, costMicros: 500_000 },
    },
  ]);
});

test.each([
  ["rate_limit", { about: '-32603 {"errorKind":"rate_limit"}', text: "API Error" }],
  ["rate_limit", { about: "", text: "Rate limit exceeded: Status 429" }],
  ["authentication", { about: "-32000 ", text: "Authentication required" }],
  ["authentication", { about: "", text: "Authentication failed. Status: 401 Unauthorized" }],
  ["billing", { about: "", text: "Credit balance is too low" }],
  ["context_too_long", { about: "-32603 ", text: "Prompt is too long" }],
  ["overloaded", { about: "", text: "Server error (500 Internal Server Error)" }],
  ["refused", { about: "refusal", text: "The model stopped before it was done: refusal" }],
  ["missing", { about: "", text: "It could not be started: spawn ENOENT" }],
  ["unknown", { about: "", text: "It ended (exit code 3)" }],
])("a fault is of class %s where it says %j", (errorClass, words) => {
  expect(told({ ...result, ok: false, ...words })).toMatchObject([{ kind: "result", errorClass }]);
});

test("an end like any other is a fault where its words say so", () => {
  expect(told({ ...result, text: "Oh no: Rate limit exceeded" })).toMatchObject([
    { kind: "result", errorClass: "rate_limit" },
  ]);
});

test("a limit that it waits for is told with its end", () => {
  expect(told({ type: "waits", until: 1_000, about: "Too many requests" })).toMatchObject([
    { kind: "limited", resetsAt: new Date(1_000) },
    { kind: "result", errorClass: "rate_limit" },
  ]);
});

test("what no bridge printed tells nothing", () => {
  expect(read(JSON.stringify(result))).toEqual([]);
  expect(read("plain words")).toEqual([]);
});
