import type { DialogAnswer, DialogStep, ShownDialog, TerminalDialogs } from "../../terminal-dialog.ts";
import { nextInApproval, offersToRemember, readApproval, showsApproval } from "./approval-dialog.ts";
import { isFirstPage, isLaterPage, nextInChoice, readChoice } from "./choice-dialog.ts";
import { nextInPlan, readPlanDialog, showsPlan } from "./plan-dialog.ts";

const nextStep = (dialog: ShownDialog, answer: DialogAnswer): DialogStep => {
  switch (answer.question.kind) {
    case "options":
      return nextInChoice(dialog, answer);
    case "plan":
      return nextInPlan(dialog, answer);
    default:
      return nextInApproval(dialog, answer);
  }
};

/** How Codex asks in its terminal: before a call, for a choice, and whether to go on with a plan. */
export const codexDialogs: TerminalDialogs = {
  kinds: ["permission", "options", "plan"],
  read: (screen) => readApproval(screen) ?? readChoice(screen) ?? readPlanDialog(screen),
  isAbout: (dialog, question) => {
    switch (question.kind) {
      case "permission":
        return showsApproval(dialog, question);
      case "options":
        return isFirstPage(dialog, question);
      case "plan":
        return showsPlan(dialog, question);
      case "text":
        return false;
    }
  },
  mayFollow: (dialog, question) => question.kind === "options" && isLaterPage(dialog, question),
  takesWords: false,
  canRemember: offersToRemember,
  unable: (dialog, answer) => {
    const step = nextStep(dialog, answer);
    return step.kind === "stuck" ? step.why : null;
  },
  next: nextStep,
  // It proposes a plan as the last of a turn.
  ends: ({ question, content }) => question.kind === "plan" && content.kind === "deny",
};
