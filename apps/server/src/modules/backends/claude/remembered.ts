import { isObject, type JsonObject, listAt, textAt } from "../../../kernel/json.ts";
import { redactText } from "../../../kernel/redact.ts";

/** What "from now on" would allow, in words: Claude Code's own suggestions. Undefined where it makes none. */
export function remembered(payload: JsonObject): string | undefined {
  const suggestions = listAt(payload, "permission_suggestions").filter(isObject);
  const words = suggestions.map((one) => `${whatOf(one)} (${whereOf(textAt(one, "destination"))})`);
  return words.length === 0 ? undefined : redactText(words.join("; "));
}

function whatOf(suggestion: JsonObject): string {
  switch (textAt(suggestion, "type")) {
    case "addRules":
      return listAt(suggestion, "rules").filter(isObject).map(ruleOf).join(", ");
    case "addDirectories":
      return `work in ${listAt(suggestion, "directories").join(", ")}`;
    case "setMode":
      return modeWords.get(textAt(suggestion, "mode") ?? "") ?? `the mode ${textAt(suggestion, "mode")}`;
    default:
      return `"${textAt(suggestion, "type")}"`;
  }
}

const ruleOf = (rule: JsonObject): string => {
  const [tool, content] = [textAt(rule, "toolName") ?? "a tool", textAt(rule, "ruleContent")];
  return content === null ? `every ${tool}` : `${tool}: ${content}`;
};

const modeWords: ReadonlyMap<string, string> = new Map([
  ["acceptEdits", "every change of files in its folders, and simple commands on them"],
  ["auto", "whatever a model takes for harmless"],
  ["bypassPermissions", "everything"],
]);

function whereOf(destination: string | null): string {
  if (destination === "session") return "in this session";
  return destination === "userSettings" ? "for good, in every project" : "for good, in this project";
}
