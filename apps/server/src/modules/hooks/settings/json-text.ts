import {
  createScanner,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
  visit,
} from "jsonc-parser";

/*
 * Edits of a JSON text (comments and trailing commas allowed) that change nothing but what they are asked to.
 * jsonc-parser's own edits move or drop comments that stand beside the edited place; a settings file belongs
 * to a person, so these touch only the item itself, its comma and the space before it.
 */

/** How the file is written: what one step of indentation is, and how lines end. */
export interface TextStyle {
  unit: string;
  eol: string;
  /** Everything stands in one line, and so do additions. */
  oneLine: boolean;
}

/** Where a text stops being JSON, counted from 1. */
export interface Fault {
  line: number;
  column: number;
  words: string;
}

type Token = { kind: "comma" | "line" | "block"; start: number; end: number };

const endOf = (node: Node): number => node.offset + node.length;
const childrenOf = (node: Node): readonly Node[] => node.children ?? [];

const placeOf = (text: string, offset: number): { line: number; column: number } => {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
};

/** The parser calls itself at each level; no settings are nested a tenth as deep. */
const deepest = 200;

/** Where a text goes deeper than we follow. */
function tooDeepAt(text: string): number | null {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const first = text.charAt(scanner.getTokenOffset());
    if (first === "{" || first === "[") depth += 1;
    if (first === "}" || first === "]") depth -= 1;
    if (depth > deepest) return scanner.getTokenOffset();
  }
  return null;
}

/** The tree of a text, or where and why it is none. */
export function parseJson(text: string): Node | Fault {
  const tooDeep = tooDeepAt(text);
  if (tooDeep !== null) return { ...placeOf(text, tooDeep), words: `nested deeper than ${deepest} levels` };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const first = errors[0];
  if (first !== undefined) {
    const words = printParseErrorCode(first.error)
      .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
      .toLowerCase();
    return { ...placeOf(text, first.offset), words };
  }
  return root ?? { line: 1, column: 1, words: "value expected" };
}

export function styleOf(text: string, root: Node): TextStyle {
  const first = childrenOf(root)[0];
  const unit =
    first === undefined ? "" : indentBefore(text, first.offset).slice(lineIndent(text, root.offset).length);
  return {
    unit: unit === "" ? "  " : unit,
    eol: /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n",
    oneLine: first !== undefined && !text.slice(root.offset, endOf(root)).includes("\n"),
  };
}

/** The white space a line begins with, where nothing else stands between it and `offset`; else nothing. */
function indentBefore(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /^[ \t]+$/.test(line) ? line : "";
}

const lineIndent = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset))?.[0] ?? "";

/** Commas and comments between two items, or an item and a bracket. */
function tokensBetween(text: string, from: number, to: number): Token[] {
  const pieces = text.slice(from, to).matchAll(/,|\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g);
  return [...pieces].map(({ 0: piece, index }) => ({
    kind: piece === "," ? "comma" : piece.startsWith("//") ? "line" : "block",
    start: from + index,
    end: from + index + piece.length,
  }));
}

const written = (value: unknown, style: TextStyle, indent: string | null): string =>
  indent === null
    ? JSON.stringify(value)
    : JSON.stringify(value, null, style.unit).replaceAll("\n", style.eol + indent);

/** Adds an item behind the last one of an array, or a property (with `name`) behind the last one of an object. */
export function appendItem(
  text: string,
  container: Node,
  item: { name?: string; value: unknown },
  style: TextStyle,
): string {
  const last = childrenOf(container).at(-1);
  const close = endOf(container) - 1;
  const from = last === undefined ? container.offset + 1 : endOf(last);
  const tokens = tokensBetween(text, from, close);
  const tail = tokens.at(-1)?.end ?? from;
  const inline = last === undefined ? style.oneLine : !text.slice(tail, close).includes("\n");

  const outer = lineIndent(text, container.offset);
  const indent = (last && indentBefore(text, childrenOf(container)[0]?.offset ?? 0)) || outer + style.unit;
  const label = item.name === undefined ? "" : `${JSON.stringify(item.name)}: `;
  const body = label + written(item.value, style, inline ? null : indent);

  const hasComma = tokens.some((token) => token.kind === "comma");
  const separator = last !== undefined && !hasComma ? "," : "";
  const space = inline ? (last === undefined ? "" : " ") : style.eol + indent;
  const ending = (hasComma ? "," : "") + (last === undefined && !inline ? style.eol + outer : "");
  const rest = last === undefined && !inline ? text.slice(close) : text.slice(tail);
  return text.slice(0, from) + separator + text.slice(from, tail) + space + body + ending + rest;
}

/** Puts a new value where another one stands. */
export function replaceItem(text: string, node: Node, value: unknown, style: TextStyle): string {
  const inline = !text.slice(node.offset, endOf(node)).includes("\n");
  const body = written(value, style, inline ? null : lineIndent(text, node.offset));
  return text.slice(0, node.offset) + body + text.slice(endOf(node));
}

/** Takes an item and its comma out of a container. Comments around it stay. */
export function removeItem(text: string, container: Node, item: Node): string {
  const items = childrenOf(container);
  const index = items.indexOf(item);
  const before = items[index - 1];
  const after = items[index + 1];
  const open = before === undefined ? container.offset + 1 : endOf(before);
  const close = after === undefined ? endOf(container) - 1 : after.offset;
  const head = tokensBetween(text, open, item.offset);
  const tail = tokensBetween(text, endOf(item), close);
  if (items.length === 1 && head.length === 0 && tail.every((token) => token.kind === "comma")) {
    return text.slice(0, open) + text.slice(close);
  }

  const own = tail.find((token) => token.kind === "comma");
  const comma = own ?? head.find((token) => token.kind === "comma");
  const cut = (from: number, to: number) =>
    comma !== undefined && comma.start >= from && comma.end <= to
      ? text.slice(from, comma.start) + text.slice(comma.end, to)
      : text.slice(from, to);
  const rest = cut(endOf(item), text.length);
  const spaceFrom = head.at(-1)?.end ?? open;
  if (head.at(-1)?.kind !== "line") return cut(0, spaceFrom) + rest;
  // A line comment before the item must not swallow what follows it.
  const lineEnd = /^[ \t]*(?=\r?\n)/.exec(rest);
  return lineEnd === null ? cut(0, item.offset) + rest : cut(0, spaceFrom) + rest.slice(lineEnd[0].length);
}

/** Whether a comment stands in `outer` and not in `inner`. */
export function hasCommentBeside(text: string, outer: Node, inner: Node): boolean {
  const isIn = (offset: number, node: Node) => offset >= node.offset && offset < endOf(node);
  let found = false;
  visit(text, {
    onComment: (offset) => {
      found ||= isIn(offset, outer) && !isIn(offset, inner);
    },
  });
  return found;
}
