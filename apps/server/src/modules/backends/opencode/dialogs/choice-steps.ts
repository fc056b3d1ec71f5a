import type { QuestionPart } from "@signalbox/contract/agents";
import {
  choose,
  type DialogStep,
  holdsText,
  oneLine,
  press,
  type ShownDialog,
  type ShownOption,
  stuck,
} from "../../terminal-dialog.ts";

/** What stands in the field for words of one's own while nothing is written, and what it is called. */
export const ownAnswer = "Type your own answer";

interface Page {
  dialog: ShownDialog;
  part: QuestionPart;
  /** Where words of one's own go; undefined where none are taken. */
  field: ShownOption | undefined;
  wanted: readonly string[];
  /** It is the whole question: its answer is sent at once. */
  isOnly: boolean;
}

/** By its digit, wherever the cursor is. */
const digit = (dialog: ShownDialog, option: ShownOption, last = false): DialogStep => {
  const step = choose(dialog, option);
  return step.kind === "press" ? { ...step, last } : step;
};

/** What brings one page of a choice to what is wanted, and on to the next page. */
export function stepInPart(page: Page): DialogStep {
  const { part, field, wanted, dialog } = page;
  const own = oneLine(wanted.filter((label) => !part.options.some((one) => one.label === label)).join(", "));
  if (own !== "" && field === undefined) return stuck("the dialog takes no words of one's own");
  // A digit would be written, too.
  if (field?.more === ownAnswer) return own === "" ? press("Escape") : { kind: "type", text: own };
  const isWritten = field !== undefined && field.more !== "";
  if (isWritten && !holdsText(field.more, own)) return stuck("something else is written there");
  if (part.several) return tickNext(page, own);
  if (own !== "" && field !== undefined) return writeNext(dialog, field, page.isOnly);
  const option = dialog.options[part.options.findIndex(({ label }) => label === wanted[0])];
  if (option === undefined) return stuck(`the dialog has no ${wanted[0] ?? "such answer"}`);
  return option.ticked === true ? press("Tab") : digit(dialog, option, page.isOnly);
}

function writeNext(dialog: ShownDialog, field: ShownOption, isOnly: boolean): DialogStep {
  if (field.ticked === true) return press("Tab");
  return field.more === "" ? digit(dialog, field) : press("Enter", isOnly);
}

function tickNext({ dialog, part, field, wanted }: Page, own: string): DialogStep {
  if (field !== undefined && field.more !== "" && field.ticked !== true) return press("Enter");
  const differs = dialog.options.find((option, at) => {
    const label = part.options[at]?.label;
    return label !== undefined && option.ticked !== wanted.includes(label);
  });
  if (differs !== undefined) return digit(dialog, differs);
  return field !== undefined && own !== "" && field.ticked !== true ? digit(dialog, field) : press("Tab");
}
