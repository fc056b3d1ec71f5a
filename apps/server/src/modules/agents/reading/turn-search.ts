import type { TurnHit } from "@signalbox/contract/turn-search";

/** All of the words; the last may be the beginning of one, as it may still be written. */
export const tsqueryOf = (words: readonly string[]): string =>
  words.map((word, place) => `'${word}'${place === words.length - 1 ? ":*" : ""}`).join(" & ");

/** The same, word by word, as regular expressions of PostgreSQL for a text in small letters. */
export const regexesOf = (words: readonly string[]): string[] =>
  words.map(
    (word, place) => `(?:^|[^[:alnum:]])${word}${place === words.length - 1 ? "" : "(?![[:alnum:]])"}`,
  );

const wide = 240;
/** So much stands before the first word. */
const before = 60;

/** The passage around the first of the words, in pieces. */
export function snippetOf(text: string, words: readonly string[]): TurnHit["snippet"] {
  const flat = text.replace(/\s+/gu, " ").trim();
  const found = patternOf(words).exec(flat);
  const from = found === null || found.index <= before ? 0 : startOfWord(flat, found.index - before);
  const cut = flat.slice(from, from + wide);
  const passage = `${from > 0 ? "…" : ""}${cut}${from + wide < flat.length ? "…" : ""}`;
  return piecesOf(passage, words);
}

const startOfWord = (text: string, near: number): number => {
  const space = text.indexOf(" ", near);
  return space === -1 || space > near + before / 2 ? near : space + 1;
};

/** Where a word begins, or the beginning of one for the last. */
const patternOf = (words: readonly string[]): RegExp => {
  const last = words.length - 1;
  const each = words.map((word, place) => (place === last ? word : `${word}(?![\\p{L}\\p{N}])`));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${each.join("|")})`, "giu");
};

function piecesOf(passage: string, words: readonly string[]): TurnHit["snippet"] {
  const pieces: TurnHit["snippet"] = [];
  let at = 0;
  for (const { 0: hit, index } of passage.matchAll(patternOf(words))) {
    if (index > at) pieces.push({ text: passage.slice(at, index), hit: false });
    pieces.push({ text: hit, hit: true });
    at = index + hit.length;
  }
  if (at < passage.length) pieces.push({ text: passage.slice(at), hit: false });
  return pieces;
}
