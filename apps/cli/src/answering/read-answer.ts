import type { Question } from "@signalbox/contract/agents";
import type { AnswerContent, OpenWay } from "@signalbox/contract/answers";

/** What a line was understood as, or why it answers nothing. */
export type Reading<T> = { value: T } | { why: string };

export type Decision = { kind: "answer"; content: AnswerContent } | { kind: "skip" } | { kind: "quit" };

const unclear = (why: string): { why: string } => ({ why });
const answer = (content: AnswerContent): { value: Decision } => ({ value: { kind: "answer", content } });

/** What may be typed to a question; each part of one that has several is asked for by itself. */
export const hintFor = (
  { kind, parts }: Question,
  { canRemember, takesWords }: Pick<OpenWay, "canRemember" | "takesWords">,
): string => {
  const more = "[s]kip, [q]uit";
  if (kind === "options")
    return `${parts.some(({ several }) => several) ? "numbers, or words of your own" : "a number, or words of your own"}; [n]o, ${more}`;
  if (kind === "plan")
    return `[y]es and a note, [e]dits without asking and a note, [n]o and what to change, ${more}`;
  return `[y]es, ${canRemember ? "[a]lways, " : ""}[n]o${takesWords ? " and why" : ""}, ${more}`;
};

/** Reads a line that was typed to a permission or a plan. */
export function readVerdict(
  line: string,
  { kind }: Pick<Question, "kind">,
  canRemember: boolean,
): Reading<Decision> {
  const [, word = "", rest = ""] = /^\s*(\S*)\s*([\s\S]*?)\s*$/.exec(line) ?? [];
  const message = rest === "" ? {} : { message: rest };
  const note = rest === "" ? {} : { note: rest };
  switch (word.toLowerCase()) {
    case "y":
    case "yes":
      return rest === "" || kind === "plan"
        ? answer({ kind: "allow", ...note })
        : unclear("a yes has no words");
    case "a":
    case "always":
      return kind === "permission" && canRemember && rest === ""
        ? answer({ kind: "allow", remember: true })
        : unclear("there is nothing to remember");
    case "e":
    case "edits":
      return kind === "plan"
        ? answer({ kind: "allow", mode: "accept_edits", ...note })
        : unclear("only a plan has edits");
    case "n":
    case "no":
      return answer({ kind: "deny", ...message });
    default:
      return leaving(word) ?? unclear(word === "" ? "nothing was typed" : `"${word}" is no answer`);
  }
}

const leaving = (word: string): { value: Decision } | null => {
  if (["s", "skip"].includes(word.toLowerCase())) return { value: { kind: "skip" } };
  return ["q", "quit"].includes(word.toLowerCase()) ? { value: { kind: "quit" } } : null;
};

/** Reads a line that was typed to a question in words: whatever it is, it is the answer. */
export function readWords(line: string): Reading<Decision> {
  const text = line.trim();
  if (text === "/skip") return { value: { kind: "skip" } };
  if (text === "/quit") return { value: { kind: "quit" } };
  return text === "" ? unclear("nothing was typed") : answer({ kind: "text", text });
}

/** What was chosen of one part, unless something else was decided about all of them. */
export type Choice = { kind: "chosen"; labels: string[] } | Decision;

const chosen = (labels: string[]): Reading<Choice> => ({ value: { kind: "chosen", labels } });

/**
 * Reads a line that was typed to one part of a choice: the name of an option, numbers of options, or words of one's own.
 * What may be a name and a number is asked again: `#2` is the second option, whatever its name.
 */
export function readChoice(line: string, { several, options }: Question["parts"][number]): Reading<Choice> {
  const text = line.trim();
  if (text === "") return unclear("nothing was typed");
  const named = options.findIndex(({ label }) => label.toLowerCase() === text.toLowerCase());
  const label = options[named]?.label;
  if (label !== undefined) {
    const isOther = options[Number(text) - 1] !== undefined && Number(text) - 1 !== named;
    return isOther
      ? unclear(`${text} is an option, and the number of another: type #${named + 1}`)
      : chosen([label]);
  }
  const left =
    leaving(text) ?? (/^n(o\b.*)?$/is.test(text) ? readVerdict(text, { kind: "options" }, false) : null);
  if (left !== null) return left;
  if (!/^[#\d\s,]+$/.test(text)) return chosen([text]);
  const numbers = text.split(/[\s,#]+/).filter((number) => number !== "");
  const labels = numbers.map((number) => options[Number(number) - 1]?.label);
  const known = labels.filter((label) => label !== undefined);
  if (known.length < labels.length) return unclear(`there are ${options.length} options`);
  if (!several && known.length > 1) return unclear("only one fits");
  return chosen([...new Set(known)]);
}

/** The labels for each part, of those that were named: each belongs to the part that offers it. */
export function placeChoices({ parts }: Question, named: readonly string[]): string[][] | string {
  const places = parts.map(({ options }) =>
    named.filter((name) => options.some(({ label }) => label === name)),
  );
  const strange = named.find((name) => !places.some((labels) => labels.includes(name)));
  if (strange !== undefined) return `No part offers "${strange}"`;
  const twice = named.find((name) => places.filter((labels) => labels.includes(name)).length > 1);
  return twice === undefined
    ? places
    : `Several parts offer "${twice}": answer it on the page, or without options here`;
}
