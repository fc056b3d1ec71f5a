import type { Node } from "jsonc-parser";

/*
 * Edits of a JSON text (comments and trailing commas allowed) that change nothing but what they are asked to.
 * jsonc-parser's own edits move or drop comments that stand beside the edited place; a settings file belongs
 * to a person, so these touch only the item itself, its comma and the space before it.
 * All edits of one round are worked out on one tree, so that a round costs as much as reading the text once.
 */

/** What comes in the place of a piece of the text. */
export interface Edit {
  from: number;
  to: number;
  text: string;
}

/** How the file is written: what one step of indentation is, and how lines end. */
export interface TextStyle {
  unit: string;
  eol: string;
  /** Everything stands in one line, and so do additions. */
  oneLine: boolean;
}

/** A value to be added; to an object, under its name. */
export interface Item {
  name?: string;
  value: unknown;
}

type Token = { kind: "comma" | "line" | "block"; start: number; end: number };

const endOf = (node: Node): number => node.offset + node.length;
const childrenOf = (node: Node): readonly Node[] => node.children ?? [];

/** The text with all edits made. Of pieces that overlap, each is taken out once. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = "";
  let done = 0;
  for (const edit of edits.toSorted((one, other) => one.from - other.from)) {
    result += text.slice(done, Math.max(done, edit.from)) + edit.text;
    done = Math.max(done, edit.to);
  }
  return result + text.slice(done);
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

const isComma = (token: Token): boolean => token.kind === "comma";

/** What stands before each item of a container, and behind the last one. */
function gapsOf(text: string, container: Node): Token[][] {
  const items = childrenOf(container);
  const starts = [container.offset + 1, ...items.map(endOf)];
  const ends = [...items.map((item) => item.offset), endOf(container) - 1];
  return starts.map((start, index) => tokensBetween(text, start, ends[index] ?? start));
}

/** Whether a comment stands in a property outside of the items that its value holds. */
export function hasCommentBesideItems(text: string, property: Node): boolean {
  const [key, value] = childrenOf(property);
  if (key === undefined || value === undefined) return false;
  const gaps = [tokensBetween(text, endOf(key), value.offset), ...gapsOf(text, value)];
  return gaps.some((tokens) => !tokens.every(isComma));
}

const written = (value: unknown, style: TextStyle, indent: string | null): string =>
  indent === null
    ? JSON.stringify(value)
    : JSON.stringify(value, null, style.unit).replaceAll("\n", style.eol + indent);

/** Adds items behind the last one of an array, or properties (with `name`) behind the last one of an object. */
export function appendItems(text: string, container: Node, items: readonly Item[], style: TextStyle): Edit[] {
  if (items.length === 0) return [];
  const last = childrenOf(container).at(-1);
  const close = endOf(container) - 1;
  const from = last === undefined ? container.offset + 1 : endOf(last);
  const tokens = tokensBetween(text, from, close);
  const tail = tokens.at(-1)?.end ?? from;
  const inline = last === undefined ? style.oneLine : !text.slice(tail, close).includes("\n");

  const outer = lineIndent(text, container.offset);
  const indent = (last && indentBefore(text, childrenOf(container)[0]?.offset ?? 0)) || outer + style.unit;
  const bodies = items.map(({ name, value }) => {
    const label = name === undefined ? "" : `${JSON.stringify(name)}: `;
    return label + written(value, style, inline ? null : indent);
  });

  const hasComma = tokens.some(isComma);
  const separator = last !== undefined && !hasComma ? "," : "";
  const space = inline ? " " : style.eol + indent;
  const opening = inline && last === undefined ? "" : space;
  const ending = (hasComma ? "," : "") + (last === undefined && !inline ? style.eol + outer : "");
  return [
    { from, to: from, text: separator },
    {
      from: tail,
      to: last === undefined && !inline ? close : tail,
      text: opening + bodies.join(`,${space}`) + ending,
    },
  ];
}

/** Puts a new value where another one stands. */
export function replaceItem(text: string, node: Node, value: unknown, style: TextStyle): Edit {
  const inline = !text.slice(node.offset, endOf(node)).includes("\n");
  const body = written(value, style, inline ? null : lineIndent(text, node.offset));
  return { from: node.offset, to: endOf(node), text: body };
}

/** Takes items and their commas out of a container. Comments around them stay. */
export function removeItems(text: string, container: Node, gone: ReadonlySet<Node>): Edit[] {
  if (gone.size === 0) return [];
  const items = childrenOf(container);
  const gaps = gapsOf(text, container);
  const open = container.offset + 1;
  if (gone.size === items.length && gaps.every((tokens) => tokens.every(isComma))) {
    return [{ from: open, to: endOf(container) - 1, text: "" }];
  }

  // From the last to the first, each seeing what those behind it left.
  const cuts = new Map<number, number>();
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index];
    if (item === undefined || !gone.has(item)) continue;
    const head = gaps[index] ?? [];
    const own = gaps[index + 1]?.find((token) => isComma(token) && !cuts.has(token.start));
    const comma = own ?? head.find(isComma);
    if (comma !== undefined) cuts.set(comma.start, comma.end);
    cuts.set(item.offset, endOf(item));

    const before = items[index - 1];
    const spaceFrom = head.at(-1)?.end ?? (before === undefined ? open : endOf(before));
    // A line comment before the item must not swallow what follows it.
    const spaceTo = head.at(-1)?.kind === "line" ? lineEndAfter(text, item, cuts) : item.offset;
    if (spaceTo !== null && spaceTo > spaceFrom) cuts.set(spaceFrom, spaceTo);
  }
  return [...cuts].map(([from, to]) => ({ from, to, text: "" }));
}

/** Where the line ends behind an item, if nothing is left between the two. */
function lineEndAfter(text: string, item: Node, cuts: ReadonlyMap<number, number>): number | null {
  let at = item.offset;
  for (let end = cuts.get(at); end !== undefined || isBlank(text[at]); end = cuts.get(at)) at = end ?? at + 1;
  return /^\r?\n/.test(text.slice(at, at + 2)) ? at : null;
}

const isBlank = (character: string | undefined): boolean => character === " " || character === "\t";
