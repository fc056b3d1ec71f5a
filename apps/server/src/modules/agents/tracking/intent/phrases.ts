/**
 * Phrases as one pattern. They are written as they are read: `…` stands for some words of the same sentence, and a
 * phrase that begins with `^` must begin the sentence.
 */
export function phrases(...lists: readonly (readonly string[])[]): RegExp {
  const all = lists.flat();
  const opening = all.filter((phrase) => phrase.startsWith("^")).map((phrase) => phrase.slice(1));
  const anywhere = all.filter((phrase) => !phrase.startsWith("^"));
  // A letter before or behind makes another word of it; scripts without spaces have no such thing.
  const words = anywhere.filter((phrase) => startsInLatin.test(phrase));
  const signs = anywhere.filter((phrase) => !startsInLatin.test(phrase));
  const groups = [
    { before: "^[\\s\"'(¿¡-]{0,4}", phrases: opening },
    { before: "(?<![\\p{L}'-])", phrases: words },
    { before: "", phrases: signs },
  ].filter((group) => group.phrases.length > 0);
  const patterns = groups.map((group) => `${group.before}(?:${group.phrases.map(pattern).join("|")})`);
  return new RegExp(patterns.join("|"), "iu");
}

const startsInLatin = /^\p{Script=Latin}/u;
const endsInLatin = /\p{Script=Latin}$/u;

function pattern(phrase: string): string {
  const words = phrase
    .replace(/[.*+?^${}()[\]\\/]/gu, "\\$&")
    // Bounded, so that a text made of half phrases costs no more than its length.
    .replace(/\s*…\s*/gu, "[^.!?]{0,80}?");
  return endsInLatin.test(phrase) ? `${words}(?!\\p{L})` : words;
}
