import { withoutPersona } from "@signalbox/contract/persona-block";

const fencedBlock = /^(```|~~~)[^\n]*\n[\s\S]*?(^\1[^\n]*$|$(?![\s\S]))/gm;

/** The last line of a text that is not code; "" where there is none. */
export function lastSpokenLine(text: string): string {
  const spoken = text.replace(fencedBlock, "").trimEnd();
  return spoken.slice(spoken.lastIndexOf("\n") + 1).trim();
}

const longestTitle = 140;

/** A prompt in one line, as it was asked. */
export const titleOf = (prompt: string): string => inOneLine(withoutPersona(prompt));

/** A text in one line. */
export function inOneLine(text: string): string {
  const line = text
    .slice(0, 4 * longestTitle)
    .replace(/\s+/gu, " ")
    .trim();
  // Either cut may fall into a character of two units, and PostgreSQL takes no half of one.
  return (line.length > longestTitle ? `${line.slice(0, longestTitle - 1)}…` : line).toWellFormed();
}
