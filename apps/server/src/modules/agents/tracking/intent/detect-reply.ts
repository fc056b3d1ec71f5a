import type { Intent } from "@signalbox/contract/agents";

/** What a person's text does, as far as it alone can tell. */
export interface Reply {
  intent: Extract<Intent, "answer" | "command">;
  confidence: number;
  rule: string;
}

const yes = ["yes", "yeah", "yep", "yup", "ok", "okay", "sure", "lgtm", "approved", "agreed", "correct", "y"];
const no = ["no", "nope", "nah", "n", "not now", "never mind", "don't", "don't do that", "neither"];
const goOn = [
  "go ahead",
  "go for it",
  "go on",
  "do it",
  "proceed",
  "continue",
  "sounds good",
  "please do",
  "both",
];
const elsewhere = [
  "ja",
  "jo",
  "nein",
  "genau",
  "gerne",
  "mach das",
  "sí",
  "si",
  "adelante",
  "vale",
  "oui",
  "non",
];
const farther = [
  "d'accord",
  "vas-y",
  "sim",
  "não",
  "はい",
  "いいえ",
  "お願いします",
  "是",
  "是的",
  "好",
  "好的",
  "不",
];
const whole = new Set([...yes, ...no, ...goOn, ...elsewhere, ...farther]);

/** One of several: "2", "b)", "option B", "the second one". */
const choice =
  /^(?:\(?(?:\d{1,2}|[a-h])[.)]?(?:(?:,| and| or| &) (?:\d{1,2}|[a-h]))*|(?:option|variant|number|choice|variante|opción) \w{1,3}|the (?:first|second|third|fourth|last|former|latter|other)(?: one| option)?)$/iu;

const longestAnswer = 200;

/** Whether a text makes sense only as the answer to something, or stands for itself. */
export function detectReply(text: string): Reply {
  const words = text
    .slice(0, 2 * longestAnswer)
    .replace(/[’‘]/gu, "'")
    .replace(/\p{Extended_Pictographic}|\ufe0f/gu, "")
    .trim();
  if (text.length <= longestAnswer) {
    const bare = words.replace(/[.!。！\s]+$/u, "");
    if (choice.test(bare)) return { intent: "answer", confidence: 0.9, rule: "names one of several" };
    if (whole.has(polite(bare))) return { intent: "answer", confidence: 0.9, rule: "says yes or no" };
    // "No, use Postgres": what follows a comma explains the answer. "No tests cover this" has none.
    const opener = words.split(/[,.!;:–—、。]/u, 1).join("");
    const newWork = /^\W*(?:next|now)\b/iu.test(words.slice(opener.length));
    if (opener.length < words.length && whole.has(polite(opener)) && !newWork)
      return { intent: "answer", confidence: 0.8, rule: "begins with yes or no" };
  }
  return { intent: "command", confidence: 0.7, rule: "stands for itself" };
}

const polite = (words: string): string =>
  words
    .toLowerCase()
    .replace(/^please |,? (?:please|thanks|thank you|to (?:both|all|that))$/u, "")
    .trim();
