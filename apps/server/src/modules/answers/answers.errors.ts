import type { Question } from "@signalbox/contract/agents";
import { AppError } from "../../kernel/errors.ts";

/** What became of a question that awaits no answer now, for whoever comes too late. */
const happened: Record<Question["state"], string> = {
  open: "it has moved since it was shown",
  answering: "another answer to it is on its way",
  answered: "it was answered in Signalbox",
  answered_elsewhere: "it was answered in the terminal, or the agent went on",
  expired: "its command ended before anybody answered",
  failed: "it could not be answered",
};

export const answerErrors = {
  noQuestion: (id: string) => new AppError("not_found", "questions.not_found", `No question ${id}`),
  keyReused: () =>
    new AppError("conflict", "answers.key_reused", "That key named another answer to this question"),
  unfit: (why: string) => new AppError("invalid", "answers.unfit", why),
  stale: (question: Question) =>
    new AppError(
      "conflict",
      "answers.stale",
      `The question awaits this answer no more: ${happened[question.state]}`,
    ),
  unreachable: (why: string) => new AppError("conflict", "answers.unreachable", why),
  notShown: (what: string) =>
    new AppError("conflict", "answers.not_shown", `Its terminal does not show this question, but ${what}`),
  untold: (why: string) =>
    new AppError("conflict", "answers.untold", `${why}. Its terminal shows whether the answer arrived`),
  undelivered: (why: string) => new AppError("conflict", "answers.undelivered", why),
};
