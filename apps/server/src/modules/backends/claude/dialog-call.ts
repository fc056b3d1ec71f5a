import type { Question } from "@signalbox/contract/agents";
import { isObject, type JsonObject, textAt } from "../../../kernel/json.ts";
import { basename, type ShownText, showsPath, showsText } from "../shown-text.ts";
import { closely, type ShownDialog } from "../terminal-dialog.ts";

const dashes = /^\s*╌{20,}/;
/** What stands at the side of a text of several lines. */
const gutter = /^\s*│/;

const edits = /^Edit file\b/;
const reads = /^Read (?:file|outside the working directories)\b/;
const uses = /^Tool use\b/;
/** What the dialogs of tools begin with; those of others say what they are about in other words. */
const titles = new Map([
  ["Bash", /^(?:Bash|Run) command\b/],
  ["PowerShell", /^PowerShell command\b/],
  ["Edit", edits],
  ["MultiEdit", edits],
  ["Write", /^(?:Create|Overwrite|Write) file\b/],
  ["NotebookEdit", /^Edit notebook\b/],
  ["WebFetch", /^Fetch\b/],
  ...["Read", "Glob", "Grep", "LS"].map((tool) => [tool, reads] as const),
]);
/** What it asks at the end, where that is all that the screen has room for. */
const lastWords = new Map([
  ["Edit", /make this edit to/],
  ["MultiEdit", /make this edit to/],
  ["Write", /Do you want to (?:create|overwrite|write to)/],
]);

const isTitle = (line: string): boolean =>
  [...titles.values(), uses].some((title) => title.test(line.trim()));

interface Sheet {
  title: string;
  /** Between the title and what is framed. */
  head: string;
  body: ShownText;
  /** Below what is framed: what it asks. */
  asks: string;
  isCut: boolean;
}

function sheetOf({ words, isCut: isTaller }: ShownDialog): Sheet {
  const isCut = isTaller && !isTitle(words[0] ?? "");
  const bottom = words.findLastIndex((line) => dashes.test(line));
  const first = words.findIndex((line) => dashes.test(line));
  const top = first < bottom ? first : -1;
  const inside = words.slice(top + 1, Math.max(bottom, 0));
  const isGuttered = inside.every((line) => gutter.test(line));
  const lines = isGuttered ? inside.map((line) => line.replace(gutter, "")) : inside;
  const joined = (some: readonly string[]) => some.map((line) => line.trim()).join(" ");
  const title = isCut ? "" : (words[0] ?? "").trim();
  const cut = top < 0 && isCut ? "above" : lines.at(-1)?.trimEnd().endsWith("…") ? "below" : null;
  return {
    ...{ title, isCut, body: { lines, cut } },
    head: words.slice(1, Math.max(top, 0)).join("\n"),
    asks: joined(words.slice(bottom + 1)),
  };
}

/** Whether a permission's dialog is about this very call: by its title, and by the command, the path or the input. */
export function showsCall(dialog: ShownDialog, { tool, input }: Question): boolean {
  const call: JsonObject = isObject(input) ? input : {};
  const sheet = sheetOf(dialog);
  const name = tool ?? "";
  if (!sheet.isCut && titles.has(name) && titles.get(name)?.test(sheet.title) !== true) return false;
  const path = textAt(call, "file_path") ?? textAt(call, "notebook_path");
  const url = textAt(call, "url");
  if (name === "Bash" || name === "PowerShell") return showsCommand(sheet, textAt(call, "command"));
  if (path !== null && titles.has(name)) return showsFile(sheet, name, path);
  if (name === "WebFetch") return url !== null && showsAddress(sheet, url);
  const [, server, itsTool] = /^mcp__(.+?)__(.+)$/.exec(name) ?? [];
  if (server !== undefined) return showsForeign(sheet, `${server}${itsTool}`, call);
  return (
    showsValues(dialog, name, call) && (titles.has(name) || uses.test(sheet.title) || !isTitle(sheet.title))
  );
}

function showsCommand({ body, asks }: Sheet, command: string | null): boolean {
  if (command === null || !/Do you want to proceed\?/.test(asks)) return false;
  const { lines, cut } = body;
  // One that ends so of itself is whole.
  if (cut === "below" && showsText({ lines, cut: null }, command)) return true;
  const seen = cut === "below" ? lines.map((line) => line.replace(/…\s*$/, "")) : lines;
  return showsText({ lines: seen, cut }, command);
}

function showsFile({ isCut, head, body, asks }: Sheet, tool: string, path: string): boolean {
  if (tool === "Read") {
    const [, inside = ""] = /^Read\((.*)\)$/.exec(closely(body.lines.join("\n"))) ?? [];
    return showsPath(inside, path) || showsPath(inside.replace(/·[^·]*$/, ""), path);
  }
  const isNamed = asks.endsWith(` ${basename(path)}?`);
  if (isCut) return isNamed && lastWords.get(tool)?.test(asks) === true;
  return tool === "NotebookEdit" ? isNamed : showsPath(head, path);
}

function showsAddress({ body: { lines } }: Sheet, url: string): boolean {
  const prompt = lines.findIndex((line) => /^\s*prompt: /.test(line));
  return showsText({ lines: prompt < 0 ? lines : lines.slice(0, prompt), cut: null }, `url: ${url}`);
}

/** Of a tool of an MCP server, by its name and all of its input. */
function showsForeign({ title, head, body, isCut }: Sheet, tool: string, call: JsonObject): boolean {
  const input = Object.entries(call).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  const isInput = input.length === 0 ? body.lines.length === 0 : showsText(body, input.join("\n"));
  if (isCut) return isInput && input.length > 0;
  return uses.test(title) && plain(head).startsWith(`${plain(tool)}tool`) && isInput;
}

/** A name as it is, and as it is made readable. */
const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** Of a tool whose dialog is not known: it is named there, with all that it is told. */
function showsValues({ words }: ShownDialog, tool: string, call: JsonObject): boolean {
  const shown = closely(words.join("\n"));
  const values = Object.values(call).filter((value) => typeof value === "string");
  const isNamed = titles.has(tool) || plain(shown).includes(plain(tool));
  return isNamed && values.every((value) => shown.includes(closely(value)));
}
