import { expect, test } from "vitest";
import { aTurn } from "./testing/a-turn.ts";
import { latestTodos, nameCall, resultText, viewTool } from "./tool-call.ts";

test("a command is shown as it would be typed, with what it is for", () => {
  expect(viewTool("Bash", { command: "ls", description: "Look" })).toEqual({
    kind: "command",
    command: "ls",
    note: "Look",
  });
});

test("an edit is shown as a difference, a new file as its content", () => {
  expect(viewTool("Edit", { file_path: "/a", old_string: "x", new_string: "y" })).toMatchObject({
    kind: "edit",
    lines: [{ kind: "removed" }, { kind: "added" }],
  });
  expect(viewTool("Write", { file_path: "/a", content: "hello" })).toMatchObject({ kind: "file" });
});

test("any other input is shown field by field, whatever it is", () => {
  expect(viewTool("Odd", { depth: 2, list: [1] })).toEqual({
    kind: "fields",
    fields: [
      ["depth", "2"],
      ["list", "[\n  1\n]"],
    ],
  });
  expect(viewTool("Odd", "not an object")).toEqual({ kind: "fields", fields: [] });
});

test("a call is told from its neighbours by one line", () => {
  expect(nameCall({ command: "make\nmake install" })).toBe("make");
  expect(nameCall({ pattern: "TODO" })).toBe("TODO");
  expect(nameCall(null)).toBe("");
});

test.each([
  [{ stdout: "out", stderr: "err" }, "out\nerr"],
  [{ stdout: "", stderr: "" }, ""],
  [{ content: [{ type: "text", text: "found" }] }, "found"],
  [{ file: { content: "line" } }, "line"],
  [[{ text: "a" }, { text: "b" }], "a\nb"],
  ["plain", "plain"],
])("a result is taken out of its wrapping", (result, text) => {
  expect(resultText(result)).toBe(text);
});

test("a list of things to do is read with how each stands", () => {
  const todos = [
    { content: "Read", status: "completed" },
    { content: "Write", status: "in_progress" },
    { content: "Test", status: "pending" },
  ];
  expect(viewTool("TodoWrite", { todos })).toEqual({
    kind: "todos",
    items: [
      { text: "Read", state: "done" },
      { text: "Write", state: "doing" },
      { text: "Test", state: "open" },
    ],
  });
  expect(viewTool("TodoWrite", { todos: "no list" }).kind).toBe("fields");
});

test("an image in a result is named, not spelt out", () => {
  const image = { type: "image", source: { type: "base64", data: "iVBORw0KGgo=" } };
  expect(resultText([{ type: "text", text: "Here it is" }, image])).toBe("Here it is\n[image]");
});

test("an agent's list stands as it last wrote it, whichever CLI's tool that was", () => {
  const wrote = (name: string, input: unknown) =>
    aTurn({ tool: { name, useId: null, input, result: null, failed: false, durationMs: null } });
  const turns = [
    wrote("TodoWrite", { todos: [{ content: "Read", status: "in_progress" }] }),
    wrote("update_plan", { plan: [{ step: "Read", status: "completed" }] }),
    wrote("Bash", { command: "ls" }),
  ];
  expect(latestTodos(turns)).toEqual([{ text: "Read", state: "done" }]);
  expect(latestTodos(turns.slice(2))).toBeNull();
});
