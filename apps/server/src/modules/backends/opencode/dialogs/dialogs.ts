import type { DialogAnswer, DialogStep, ShownDialog, TerminalDialogs } from "../../terminal-dialog.ts";
import { isReview, nextInChoice, readChoice, shownPart } from "./choice-dialog.ts";
import {
  isConfirmation,
  nextInPermission,
  offersToRemember,
  readPermission,
  showsPermission,
} from "./permission-dialog.ts";

const nextStep = (dialog: ShownDialog, answer: DialogAnswer): DialogStep =>
  answer.question.kind === "options" ? nextInChoice(dialog, answer) : nextInPermission(dialog, answer);

/** How OpenCode asks in its terminal: before a call, and for a choice. */
export const opencodeDialogs: TerminalDialogs = {
  kinds: ["permission", "options"],
  read: (screen) => readPermission(screen) ?? readChoice(screen),
  isAbout: (dialog, question) =>
    question.kind === "options"
      ? shownPart(dialog, question) !== undefined
      : question.kind === "permission" && showsPermission(dialog, question),
  mayFollow: (dialog, question) =>
    question.kind === "options" ? isReview(dialog, question) : isConfirmation(dialog, question),
  takesWords: false,
  canRemember: offersToRemember,
  unable: (dialog, answer) => {
    const step = nextStep(dialog, answer);
    return step.kind === "stuck" ? step.why : null;
  },
  next: nextStep,
};
