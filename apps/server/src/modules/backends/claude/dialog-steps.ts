import type { QuestionPart } from "@signalbox/contract/agents";
import {
  choose,
  closely,
  type DialogAnswer,
  type DialogStep,
  keysTo,
  oneLine,
  press,
  type ShownDialog,
  type ShownOption,
  stuck,
  type TerminalDialogs,
} from "../terminal-dialog.ts";
import { isAboutClaude, isReview, optionFor, shownPart } from "./dialog-about.ts";
import { readClaudeDialog } from "./read-dialog.ts";

const denied = "The person said no.";
const remembers = /don['’]t ask again|always allow|accept edits|allow all|for this session/i;
const ownWords = /^Type something/;

export const claudeDialogs: TerminalDialogs = {
  kinds: ["permission", "options", "plan"],
  read: readClaudeDialog,
  isAbout: isAboutClaude,
  takesWords: true,
  canRemember: (dialog) => rememberOption(dialog) !== undefined,
  unable: (dialog, answer) => {
    const step = nextStep(dialog, answer);
    return step.kind === "stuck" ? step.why : null;
  },
  next: nextStep,
};

function nextStep(dialog: ShownDialog, answer: DialogAnswer): DialogStep {
  const { question, content } = answer;
  if (content.kind === "options") return pickNext(dialog, answer, content.answers);
  if (content.kind === "text") return stuck("a dialog is not answered with words");
  if (content.kind === "deny")
    return question.kind === "plan" ? refusePlan(dialog, content.message) : deny(dialog, answer);
  if (content.input !== undefined) return stuck("its terminal takes no other input for the tool");
  if (question.kind === "plan") return approve(dialog, content.mode ?? "manual");
  return content.remember === true
    ? take(dialog, rememberOption(dialog), "it offers nothing to remember")
    : allow(dialog);
}

const move = (dialog: ShownDialog, to: ShownOption): DialogStep => ({
  ...{ kind: "press", keys: keysTo(dialog.options, to), last: false },
});

const take = (dialog: ShownDialog, option: ShownOption | undefined, otherwise: string): DialogStep =>
  option === undefined ? stuck(otherwise) : choose(dialog, option);

const allow = (dialog: ShownDialog): DialogStep =>
  take(dialog, optionFor(dialog, "Yes"), "the dialog has no plain Yes");

/** What it offers to allow from now on; another mode of asking is no such thing. */
const rememberOption = ({ options }: ShownDialog): ShownOption | undefined =>
  options.find(
    ({ label, more }) =>
      /^Yes, /.test(label) && remembers.test(`${label} ${more}`) && !/auto mode/.test(label),
  );

/** No, with words where the dialog takes some, so that the agent goes on as it does by its hook. */
function deny(dialog: ShownDialog, { question, content }: DialogAnswer): DialogStep {
  if (content.kind !== "deny") return stuck("it is no refusal");
  const { message, interrupt } = content;
  if (question.kind === "options")
    return message === undefined
      ? press("Escape", true)
      : stuck("its terminal takes no words with the refusal of a choice");
  const no = dialog.options.find(({ label }) => /^No\b/.test(label));
  if (no === undefined) return stuck("the dialog has no No");
  const amends = /Tab to amend/.test(dialog.foot) && no.number !== null;
  const words = oneLine(message ?? denied);
  if (no.label === "No" && !amends)
    return message === undefined ? choose(dialog, no) : stuck("the dialog takes no words");
  if (no.label === "No" && interrupt === true) return choose(dialog, no);
  if (!no.at) return move(dialog, no);
  if (no.label === "No") return press("Tab");
  return typedInto(no, words, /^No, and tell Claude what to do differently$/);
}

/** Types words into an option that takes some, and sends them once they stand there. */
function typedInto({ label, more }: ShownOption, words: string, empty: RegExp): DialogStep {
  if (empty.test(label)) return { kind: "type", text: words };
  const stands = closely(`${label} ${more}`).includes(closely(words).slice(-24));
  return stands ? press("Enter", true) : stuck("something else is written there");
}

function approve(dialog: ShownDialog, mode: "manual" | "accept_edits"): DialogStep {
  const wanted =
    mode === "manual" ? /manually approve|default \(ask each time\)/ : /accept edits|auto-accept/i;
  const option = dialog.options.find(({ label }) => /^Yes/.test(label) && wanted.test(label));
  const otherwise =
    mode === "manual" ? "the dialog offers no edits one by one" : "the dialog does not offer to accept edits";
  return take(dialog, option, otherwise);
}

function refusePlan(dialog: ShownDialog, message: string | undefined): DialogStep {
  const no = optionFor(dialog, "No");
  if (no !== undefined)
    return message === undefined ? choose(dialog, no) : stuck("the dialog takes no words");
  const field = dialog.options.at(-1);
  if (field === undefined || field.number === null) return stuck("the dialog takes no words");
  if (!field.at) return move(dialog, field);
  return typedInto(field, oneLine(message ?? denied), /^Tell Claude what to change$/);
}

function pickNext(dialog: ShownDialog, { question }: DialogAnswer, answers: readonly string[][]): DialogStep {
  if (isReview(dialog, question)) return sendReviewed(dialog, question.parts, answers);
  const part = shownPart(dialog, question);
  const wanted = part && answers[question.parts.indexOf(part)];
  if (part === undefined || wanted === undefined) return stuck("the dialog shows another question");
  const own = wanted.filter((label) => !part.options.some((option) => option.label === label));
  const field = dialog.options[part.options.length];
  if (own.length > 0 && field === undefined) return stuck("the dialog takes no words of one's own");
  return part.several
    ? tickNext(dialog, wanted, { field, own: oneLine(own.join(", ")) })
    : pickOne(dialog, wanted[0] ?? "", {
        field,
        own: oneLine(own.join(", ")),
        isLast: question.parts.length === 1,
      });
}

interface Own {
  field: ShownOption | undefined;
  own: string;
}

function pickOne(
  dialog: ShownDialog,
  label: string,
  { field, own, isLast }: Own & { isLast: boolean },
): DialogStep {
  const last = { last: isLast };
  if (own === "" || field === undefined) {
    const option = optionFor(dialog, label);
    const step = take(dialog, option, `the dialog has no ${label}`);
    return step.kind === "press" ? { ...step, ...last } : step;
  }
  if (!field.at) return move(dialog, field);
  const step = typedInto(field, own, ownWords);
  return step.kind === "press" ? { ...step, ...last } : step;
}

function tickNext(dialog: ShownDialog, wanted: readonly string[], { field, own }: Own): DialogStep {
  const { options } = dialog;
  const differs = options.find(
    (option) => option !== field && option.ticked !== null && option.ticked !== isWanted(option, wanted),
  );
  if (differs !== undefined)
    return field?.at === true ? press("Up") : { ...choose(dialog, differs), ...{ last: false } };
  if (field !== undefined && own !== "" && !closely(field.label).includes(closely(own).slice(-24)))
    return field.at ? { kind: "type", text: own } : move(dialog, field);
  if (field?.ticked === true && own === "") return stuck("something else is written there");
  const submit = options.find(({ label, number }) => label === "Submit" && number === null);
  if (submit?.at === true) return press("Enter");
  return field?.at === true ? press("Down") : press("Tab");
}

const isWanted = ({ label }: ShownOption, wanted: readonly string[]): boolean =>
  wanted.some((one) => closely(one) === closely(label));

/** What is shown once more must be what is wanted: something may have been chosen in the terminal before. */
function sendReviewed(
  dialog: ShownDialog,
  parts: readonly QuestionPart[],
  answers: readonly string[][],
): DialogStep {
  const all = parts.map(({ text, options }, at) => {
    const chosen = answers[at] ?? [];
    const inOrder = [
      ...options.map(({ label }) => label).filter((label) => chosen.includes(label)),
      ...chosen.filter((label) => !options.some((option) => option.label === label)),
    ];
    return `● ${text} → ${inOrder.map(oneLine).join(", ")}`;
  });
  return closely(dialog.words.join("\n")).endsWith(closely(all.join("\n")))
    ? take(dialog, optionFor(dialog, "Submit answers"), "the dialog can't be sent")
    : stuck("the terminal has other answers than these");
}
