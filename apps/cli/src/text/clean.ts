import { stripVTControlCharacters } from "node:util";

/** Text that others wrote, fit for a terminal: no control sequences, no marks that turn the writing around. */
export const clean = (text: string): string =>
  stripVTControlCharacters(text)
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}[\p{Cf}--\u200d]\u2028\u2029]/gv, "")
    .trim();

/** The same for text of several lines, which stay where they are. */
export const cleanText = (text: string): string =>
  stripVTControlCharacters(text)
    .replace(/\r\n?/g, "\n")
    .replace(/[[\p{Cc}--[\n\t]][\p{Cf}--\u200d]\u2028\u2029]/gv, "")
    .trimEnd();

/** The same where an answer may be missing. */
export const cleanOr = (text: string | null | undefined, fallback: string): string =>
  (text && clean(text)) || fallback;

/** `rate_limit` as a person would say it. */
export const spoken = (code: string): string => clean(code).replaceAll("_", " ");

/** JSON whose strings can't speak to a terminal either. */
export const cleanJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(/[\u007f-\u009f\p{Cf}\u2028\u2029]/gu, (character) =>
    character.split("").map(escaped).join(""),
  );

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
