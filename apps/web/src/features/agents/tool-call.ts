import type { Turn } from "@signalbox/contract/agents";
import { isRecord, textIn } from "../../lib/json.ts";
import { type DiffLine, diffLines } from "../../ui/diff-lines.ts";

/** What a tool was given, in the shape that suits a reader best. */
export type ToolView =
  | { kind: "command"; command: string; note: string | null }
  | { kind: "edit"; path: string; lines: readonly DiffLine[] }
  | { kind: "file"; path: string; content: string }
  | { kind: "plan"; text: string }
  | { kind: "todos"; items: readonly Todo[] }
  | { kind: "fields"; fields: readonly [name: string, value: string][] };

/** One thing on an agent's list. */
export interface Todo {
  text: string;
  state: "open" | "doing" | "done";
}

/** Reads a tool's input, which is whatever the CLI sent. */
export const viewTool = (tool: string, input: unknown): ToolView => {
  const given = isRecord(input) ? input : {};
  const todos = todosIn(given);
  if (todos !== null) return { kind: "todos", items: todos };
  const plan = tool === "ExitPlanMode" ? textIn(given, "plan") : null;
  if (plan !== null) return { kind: "plan", text: plan };
  const command = textIn(given, "command");
  if (command !== null) return { kind: "command", command, note: textIn(given, "description") };
  const path = textIn(given, "file_path") ?? textIn(given, "notebook_path");
  if (path !== null) {
    const edits = editsIn(tool, given);
    if (edits !== null) return { kind: "edit", path, lines: edits };
    const content = textIn(given, "content");
    if (content !== null) return { kind: "file", path, content };
  }
  return { kind: "fields", fields: Object.entries(given).map(([name, value]) => [name, wordsOf(value)]) };
};

/** The one thing that tells a call from others of its tool: the command, the path, the address. */
export const nameCall = (input: unknown): string => {
  const given = isRecord(input) ? input : {};
  for (const name of telling) {
    const text = textIn(given, name);
    if (text !== null) return text.trim().split("\n", 1)[0] ?? "";
  }
  return "";
};
const telling = [
  "command",
  "file_path",
  "notebook_path",
  "pattern",
  "url",
  "query",
  "description",
  "subject",
  "prompt",
  "skill",
];

const todoStates: Record<string, Todo["state"]> = { in_progress: "doing", completed: "done" };

/** The list of TodoWrite, and of others that keep one in the same shape. */
const todosIn = (given: Record<string, unknown>): Todo[] | null => {
  const list = given.todos ?? given.plan;
  if (!Array.isArray(list) || !list.every(isRecord)) return null;
  return list.map((item) => ({
    text: textIn(item, "content") ?? textIn(item, "step") ?? wordsOf(item),
    state: todoStates[textIn(item, "status") ?? ""] ?? "open",
  }));
};

/** An agent's list as it stands: what it last wrote down, among these turns. */
export const latestTodos = (turns: readonly Turn[]): readonly Todo[] | null => {
  for (const { tool } of turns.toReversed()) {
    const todos = isRecord(tool?.input) ? todosIn(tool.input) : null;
    if (todos !== null) return todos.length === 0 ? null : todos;
  }
  return null;
};

/** A tool's result as text, taken out of the wrappings that CLIs put around it. */
export const resultText = (result: unknown): string => {
  if (Array.isArray(result))
    return result
      .map(resultText)
      .filter((text) => text !== "")
      .join("\n");
  if (!isRecord(result)) return wordsOf(result);
  if (result.type === "image" && "image" in result) return "";
  if (isImage(result)) return "[image]";
  const streams = [textIn(result, "stdout"), textIn(result, "stderr")].filter(
    (text) => text !== null && text !== "",
  );
  if (streams.length > 0) return streams.join("\n");
  if ("stdout" in result) return "";
  for (const name of ["error", "text", "content", "result", "output"]) {
    if (name in result) return resultText(result[name]);
  }
  const file = result.file;
  return isRecord(file) && "content" in file ? wordsOf(file.content) : wordsOf(result);
};

/** An image comes as its bytes in letters, which say nothing to a reader. */
const isImage = (result: Record<string, unknown>): boolean =>
  result.type === "image" && (isRecord(result.source) || isRecord(result.file) || "data" in result);

const editsIn = (tool: string, given: Record<string, unknown>): DiffLine[] | null => {
  if (tool === "NotebookEdit") return diffLines("", textIn(given, "new_source") ?? "");
  const edits = Array.isArray(given.edits) ? given.edits.filter(isRecord) : [given];
  const pairs = edits.map((edit) => [textIn(edit, "old_string"), textIn(edit, "new_string")] as const);
  if (pairs.every(([before, after]) => before === null && after === null)) return null;
  return pairs.flatMap(([before, after]) => diffLines(before ?? "", after ?? ""));
};

const wordsOf = (value: unknown): string => {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
};
