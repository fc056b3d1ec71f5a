import { addressed, announcesQuestions, answersItself, courtesy, inverted, toldOf } from "./asking.ts";
import { endsWithMark, type Sentence } from "./sentences.ts";

/** How far from the end a question may stand and still be open. */
const mostBehind = 3;

export type ClosingQuestion = "last" | "with options" | "with a remark" | "in a list" | "courtesy";

const asks = ({ text }: Sentence) => (endsWithMark(text) && !toldOf.test(text)) || inverted.test(text);

/** The question that a message leaves open, if it does: the last one that nothing behind it answers. */
export function closingQuestion(sentences: readonly Sentence[]): ClosingQuestion | null {
  const behind: Sentence[] = [];
  let options = false;
  for (const [index, sentence] of [...sentences.entries()].reverse()) {
    if (sentence.kind === "item") {
      if (asks(sentence) && asksInList(sentences, index)) return "in a list";
      options = true;
    } else if (asks(sentence)) {
      const open = standing(sentence, { behind, options });
      if (open !== null) return open;
      behind.unshift(sentence);
    } else if (sentence.kind === "prose") {
      behind.unshift(sentence);
    }
    if (behind.length > mostBehind) return null;
  }
  return null;
}

interface Behind {
  behind: readonly Sentence[];
  options: boolean;
}

/** Whether a question is open with what stands behind it. */
function standing({ text, kind }: Sentence, { behind, options }: Behind): ClosingQuestion | null {
  const [next] = behind;
  if (courtesy.test(text)) return behind.length === 0 ? "courtesy" : null;
  if (kind === "heading") return options && next === undefined ? "with options" : null;
  if (next === undefined) return !options ? "last" : isForPerson(text) ? "with options" : null;
  return isForPerson(text) && !answersItself.test(next.text) ? "with a remark" : null;
}

/** Rhetorical questions begin with "why", "what" or "where", and speak of no person. */
const isForPerson = (text: string) =>
  addressed.test(text) || inverted.test(text) || !/\b(?:why|what|where|how|who|when)\b/iu.test(text);

/** A question in a list is the agent's own where the line above says so, or where it speaks of itself. */
function asksInList(sentences: readonly Sentence[], index: number): boolean {
  const lead = sentences.slice(0, index).findLast(({ kind }) => kind !== "item");
  const own = /\b(?:should|shall|may) I\b|\bwant me to\b|\blike me to\b/iu;
  return (lead !== undefined && announcesQuestions.test(lead.text)) || own.test(sentences[index]?.text ?? "");
}
