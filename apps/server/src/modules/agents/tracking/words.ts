import type { Fact } from "./facts.ts";
import { detectIntent } from "./intent/detect-intent.ts";
import type { Sightings, Words } from "./tracked.ts";
import { recordTurn, sourceOf, type Utterance, type Work } from "./work.ts";

/** As much of a text as it takes to tell it from another. */
const longestEnd = 120;

/** The end of a text in its words alone: sources differ in white space, and in how much of a turn they repeat. */
const endOf = (text: string): string => text.replace(/\s+/gu, " ").trim().slice(-longestEnd);

/** How many of an agent's words may be repeated. */
const remembered = 3;

interface Speaker {
  words: Words[];
}

/** The words that a stop repeats, or that a stop repeated, of those that one of `by` told; the oldest first. */
export function sameWords({ words }: Speaker, text: string, by: readonly Sightings[]): Words[] {
  const other = endOf(text);
  if (other === "") return [];
  return words.filter((one) => by.includes(one.by) && (one.end.endsWith(other) || other.endsWith(one.end)));
}

/** Whether a text is only the end of some words. */
export const isEndOf = ({ end }: Words, text: string): boolean => endOf(text).length < end.length;

/** Both sources have told of these words. */
export function sightAgain(speaker: Speaker, known: Words): void {
  speaker.words = speaker.words.map((words) => (words === known ? { ...words, by: "both" } : words));
}

/** Remembers the agent's newest words, for telling them from what a stop repeats. */
export function rememberWords(
  work: Work,
  speaker: Speaker,
  { turnId, text }: { turnId: string; text: string },
): void {
  const end = endOf(text);
  if (end !== "") speaker.words = [...speaker.words, { turnId, end, by: sourceOf(work) }].slice(-remembered);
}

/** Both sources, where the other one alone had seen a thing; null where this one had seen it before. */
export function sightedBy(source: "hook" | "transcript", before: Sightings): "both" | null {
  return before === "both" || before === source ? null : "both";
}

/** What words were: as their stop says, unless it repeats all that was said before them, too. */
function judged(
  { turnId, end }: Words,
  { text, intent, rule, confidence = 1 }: Omit<Utterance, "actor">,
): Fact {
  if (end.length >= endOf(text).length) return { kind: "turn_judged", turnId, intent, rule, confidence };
  const own = detectIntent(end);
  return { kind: "turn_judged", turnId, ...own, rule: `stopped: ${own.rule}` };
}

/** The turn that the words of a stop are: the one that they repeat, judged anew, or a new one; null without words. */
export function turnOfStop(work: Work, utterance: Omit<Utterance, "actor">): string | null {
  const { open } = work.agent.memory;
  const { text } = utterance;
  if (text === "") return null;
  const isLine = sourceOf(work) === "transcript";
  const told = isLine ? (["transcript", "both", "hook"] as const) : (["transcript"] as const);
  const repeated = open === null ? undefined : sameWords(open, text, told).at(-1);
  if (open !== null && repeated !== undefined) {
    if (repeated.by === "transcript") work.facts.push(judged(repeated, utterance));
    if (!isLine) sightAgain(open, repeated);
    return repeated.turnId;
  }
  const turnId = recordTurn(work, { ...utterance, actor: "agent" });
  if (open !== null) rememberWords(work, open, { turnId, text });
  return turnId;
}
