import { type JsonObject, textAt } from "../../kernel/json.ts";

/** One sentence about a tool call: what would be run, written, fetched. */
export function describeCall(tool: string, input: JsonObject): string {
  const path = textAt(input, "file_path") ?? textAt(input, "notebook_path");
  if (tool === "Bash") return `Run ${firstLine(textAt(input, "command") ?? "a command")}`;
  if (tool === "Write" && path !== null) return `Write ${path}`;
  if ((tool === "Edit" || tool === "MultiEdit" || tool === "NotebookEdit") && path !== null)
    return `Edit ${path}`;
  if (tool === "Read" && path !== null) return `Read ${path}`;
  const what = textAt(input, "url") ?? textAt(input, "query") ?? textAt(input, "pattern") ?? path;
  return what === null ? `Use ${tool}` : `Use ${tool}: ${firstLine(what)}`;
}

export function firstLine(text: string): string {
  const lines = text.trim().split("\n");
  return lines.length > 1 ? `${lines[0]} …` : (lines[0] ?? "");
}
