import type { SpokenLine } from "./spoken-lines.ts";

export interface Sentence {
  text: string;
  kind: SpokenLine["kind"];
}

const end = /([.!?…。！？؟]{1,4}[)\]'"]{0,2})\s+|([。！？])/gu;
const trailing = /[\s)\]'"”’.!]+$/u;

/** The sentences of lines, in order. */
export const sentencesOf = (lines: readonly SpokenLine[]): Sentence[] =>
  lines.flatMap(({ kind, text }) =>
    text
      .replace(end, "$1$2\n")
      .split("\n")
      .map((part) => part.trim())
      .filter((part) => part !== "")
      .map((part) => ({ kind, text: part })),
  );

/** Whether a sentence ends with a question mark, whatever closes behind it. */
export const endsWithMark = (text: string): boolean => /[?？؟]$/u.test(text.slice(-40).replace(trailing, ""));
