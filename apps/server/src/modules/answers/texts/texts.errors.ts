import type { TextState } from "@signalbox/contract/texts";
import { AppError } from "../../../kernel/errors.ts";

export const textErrors = {
  noText: (id: string) => new AppError("not_found", "texts.not_found", `No text ${id}`),
  keyReused: () => new AppError("conflict", "texts.key_reused", "That key named another text to this agent"),
  tooMany: (most: number) =>
    new AppError("conflict", "texts.too_many", `${most} texts are queued for this agent: cancel some first`),
  empty: () =>
    new AppError("invalid", "texts.empty", "Nothing is left of the text without control characters"),
  settled: (state: TextState) =>
    new AppError("conflict", "texts.settled", `The text can't be changed any more: it is ${state}`),
  nothingRuns: () =>
    new AppError(
      "conflict",
      "texts.nothing_runs",
      "There is nothing to interrupt: the agent does nothing now",
    ),
};
