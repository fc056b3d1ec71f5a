import { isObject, type JsonObject, listAt, objectAt, textAt } from "../../kernel/json.ts";

/** Tools in the words of every CLI: by what the protocol calls their kind, and by the names of goose, which tells no kind. */
const byKind: ReadonlyMap<string, string> = new Map([
  ["execute", "Bash"],
  ["edit", "Edit"],
  ["read", "Read"],
]);
const byName: ReadonlyMap<string, string> = new Map([
  ["shell", "Bash"],
  ["write", "Write"],
  ["edit", "Edit"],
]);

/** What the agent itself calls the tool of a call; null where it does not tell. */
export function ownName(call: JsonObject): string | null {
  const meta = objectAt(call, "_meta");
  const tools = [objectAt(objectAt(meta, "goose"), "toolCall"), objectAt(meta, "claudeCode")];
  return tools.map((tool) => textAt(tool, "toolName")).find((name) => name !== null) ?? null;
}

export function toolOf(call: JsonObject): string {
  const own = ownName(call);
  if (own !== null) return byName.get(own) ?? own.slice(0, 100);
  const [line = ""] = (textAt(call, "title") ?? "").split("\n");
  return byName.get(line) ?? byKind.get(textAt(call, "kind") ?? "") ?? (line.slice(0, 100) || "a tool");
}

/** What the call is about: its command, or its file. */
export function aboutOf(call: JsonObject): string {
  const raw = objectAt(call, "rawInput");
  return textAt(raw, "command") ?? pathsOf(call)[0] ?? textAt(call, "title") ?? "";
}

const pathKeys = ["path", "file_path", "filePath", "filepath", "notebook_path"];

/** Every path that a call names. */
export function pathsOf(call: JsonObject): string[] {
  const named = [...listAt(call, "locations"), ...listAt(call, "content")].filter(isObject);
  return [objectAt(call, "rawInput"), ...named].flatMap((one) =>
    pathKeys.flatMap((key) => textAt(one, key) ?? []),
  );
}

/** Options are told by their kind: their ids are each agent's own. None of several is meant more than another. */
export function optionOf(options: readonly unknown[], kind: string): string | null {
  const [found, ...others] = options.filter(isObject).filter((option) => option.kind === kind);
  return found === undefined || others.length > 0 ? null : textAt(found, "optionId");
}
