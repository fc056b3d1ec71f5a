import { expect, test } from "vitest";
import { AcpTelling } from "./acp-telling.ts";

const words = (text: string) => ({ sessionUpdate: "agent_message_chunk", content: { type: "text", text } });
/** As goose 1.34.0 told of a command. */
const begun = {
  sessionUpdate: "tool_call",
  toolCallId: "toolu_1",
  title: "Bash · touch one",
  rawInput: { command: "touch one" },
  _meta: { goose: { toolCall: { toolName: "shell" } } },
};
const retitled = { sessionUpdate: "tool_call_update", toolCallId: "toolu_1", title: "Making a file" };
const over = (status: string, ...texts: string[]) => ({
  ...{ sessionUpdate: "tool_call_update", toolCallId: "toolu_1", status },
  content: texts.map((text) => ({ type: "content", content: { type: "text", text } })),
});

test("what was said before a call is told with it, and the last words with the end of the turn", () => {
  const telling = new AcpTelling();
  expect([words("I make "), words("a file.")].flatMap((update) => telling.updated(update))).toEqual([]);
  expect(telling.updated(begun)).toEqual([
    { kind: "said", text: "I make a file." },
    { kind: "tool_started", tool: "Bash", input: { command: "touch one" }, useId: "toolu_1" },
  ]);
  telling.updated(over("completed", "(no output)"));
  telling.updated(words("Done."));
  expect(telling.ended()).toEqual({ kind: "stopped", text: "Done.", childrenRunning: false });
});

test("a call ends once, with its own input and what it came to", () => {
  const telling = new AcpTelling();
  telling.updated(begun);
  expect(telling.updated(retitled)).toEqual([]);
  expect(telling.updated(over("in_progress"))).toEqual([]);
  expect(telling.updated(over("failed", "one", "two"))).toMatchObject([
    {
      ...{ kind: "tool_finished", tool: "Bash", input: { command: "touch one" }, useId: "toolu_1" },
      ...{ result: "one\ntwo", failed: true },
    },
  ]);
  expect(telling.updated(over("completed", "late"))).toEqual([]);
});

test("what was said before a turn broke off is told", () => {
  const telling = new AcpTelling();
  telling.updated(words("I am about to"));
  expect(telling.brokenOff()).toEqual([{ kind: "said", text: "I am about to" }]);
  expect(telling.brokenOff()).toEqual([]);
});

test("a call that nobody began, and updates of other kinds, tell nothing", () => {
  const telling = new AcpTelling();
  const others = [
    over("completed"),
    { sessionUpdate: "usage_update", used: 1, size: 2 },
    { sessionUpdate: "tool_call", title: "without an id" },
    {},
  ];
  expect(others.flatMap((update) => telling.updated(update))).toEqual([]);
  expect(telling.ended()).toMatchObject({ text: "" });
});
