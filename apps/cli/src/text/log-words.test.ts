import type { LogLine } from "@signalbox/contract/executions";
import { expect, test } from "vitest";
import { logWords } from "./log-words.ts";

const line = (text: string | object, stream: LogLine["stream"] = "out"): LogLine => ({
  ...{ number: 1, at: "2026-11-30T16:22:20.000Z", stream },
  text: typeof text === "string" ? text : JSON.stringify(text),
});
const step = (type: string, ...content: object[]) => line({ type, message: { content } });

test.each([
  ["words", step("assistant", { type: "text", text: "One\n  two" }), "One\n  two"],
  [
    "a call",
    step("assistant", { type: "tool_use", name: "Bash", input: { command: "ls -la\ncd" } }),
    "> Bash ls -la",
  ],
  ["a call that names nothing", step("assistant", { type: "tool_use", name: "Todo", input: {} }), "> Todo"],
  [
    "a call that failed",
    step("user", { type: "tool_result", is_error: true, content: "Exit 1" }),
    "! Exit 1",
  ],
  ["a call that went well", step("user", { type: "tool_result", content: "ok" }), null],
  ["thinking", step("assistant", { type: "thinking", thinking: "Hmm" }), null],
  ["a beginning", line({ type: "system", subtype: "init" }), null],
  ["other output", line("npm warn"), "npm warn"],
  ["a fault", line('{"type":"system"}', "err"), '{"type":"system"}'],
  ["a note", line("Its time is over", "note"), "signalbox: Its time is over"],
  ["what would speak to the terminal", line("\u001b]52;c;c3Rv\u0007a\u001b[31mb"), "ab"],
] as const)("%s is told as a reader wants it", (_, given, words) => {
  expect(logWords(given)).toBe(words);
});
