import { type ClosingQuestion, closingQuestion } from "./closing-question.ts";
import { finished } from "./finishing.ts";
import { goesOn, isWorkUnderWay, keepsInMind, stillToDo } from "./going-on.ts";
import { type Sentence, sentencesOf } from "./sentences.ts";
import { spokenLines } from "./spoken-lines.ts";
import {
  asksOutright,
  offers,
  orderAndPromise,
  stoppedElsewhere,
  stoppedForPerson,
  waitsForCondition,
} from "./stopping.ts";

/** What a finished message of an agent does, how sure that is, and the rule that told. */
export interface Verdict {
  intent: "question" | "completion" | "progress";
  confidence: number;
  rule: string;
}

const questions: Readonly<Record<ClosingQuestion, Verdict>> = {
  last: { intent: "question", confidence: 0.98, rule: "ends with a question" },
  "with options": { intent: "question", confidence: 0.98, rule: "a question with options behind it" },
  "with a remark": { intent: "question", confidence: 0.9, rule: "a question with a remark behind it" },
  "in a list": { intent: "question", confidence: 0.9, rule: "a list of questions" },
  courtesy: { intent: "completion", confidence: 0.8, rule: "asks out of courtesy" },
};

type Layer = (said: readonly Sentence[]) => Verdict | null;

/** From the surest sign to the weakest: the first layer that knows decides. */
const layers: readonly Layer[] = [
  (said) => {
    const question = closingQuestion(said);
    return question === null ? null : questions[question];
  },
  sign({
    last: 4,
    of: stopsForPerson,
    intent: "question",
    confidence: 0.9,
    rule: "says that it needs the person",
  }),
  sign({ last: 5, of: leavesToDo, intent: "progress", confidence: 0.95, rule: "says what is left to do" }),
  sign({ last: 2, of: goesOnItself, intent: "progress", confidence: 0.9, rule: "says what it does next" }),
  sign({
    last: 24,
    of: hasFinished,
    intent: "completion",
    confidence: 0.95,
    rule: "says that it has finished",
  }),
  sign({
    last: 3,
    of: offersMore,
    intent: "completion",
    confidence: 0.85,
    rule: "offers more, and needs no reply",
  }),
];

/** Reads what a finished message does from its text: the end of it, in the agent's own words. */
export function detectIntent(text: string): Verdict {
  const said = sentencesOf(spokenLines(text));
  for (const layer of layers) {
    const verdict = layer(said);
    if (verdict !== null) return verdict;
  }
  return { intent: "completion", confidence: 0.5, rule: "says neither" };
}

/** A layer that looks for one kind of sentence in the last few; those of lists are told to others, or about them. */
function sign({ last, of, ...verdict }: Verdict & { last: number; of(text: string): boolean }): Layer {
  return (said) => {
    const prose = said.filter(({ kind }) => kind === "prose");
    return prose.slice(-last).some(({ text }) => of(text)) ? verdict : null;
  };
}

function stopsForPerson(text: string): boolean {
  if (asksOutright.test(text)) return true;
  if (offersMore(text)) return false;
  const conditional = waitsForCondition.test(text) && /\b(?:I|me)\b/u.test(text);
  return conditional || [stoppedForPerson, stoppedElsewhere, orderAndPromise].some((form) => form.test(text));
}

function leavesToDo(text: string): boolean {
  return stillToDo.test(text);
}

function goesOnItself(text: string): boolean {
  return (goesOn.test(text) || isWorkUnderWay(text)) && !keepsInMind.test(text) && !offersMore(text);
}

function hasFinished(text: string): boolean {
  return finished.test(text);
}

function offersMore(text: string): boolean {
  return offers.test(text);
}
