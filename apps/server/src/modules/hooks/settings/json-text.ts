import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";

/** Where a text stops being JSON, counted from 1. */
export interface Fault {
  line: number;
  column: number;
  words: string;
}

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
