import { AppError } from "../../kernel/errors.ts";

export const terminalErrors = {
  mayNotDrive: () =>
    new AppError("forbidden", "auth.scope_missing", "The scope operate is needed to type into a terminal"),
  notDriving: () => new AppError("conflict", "terminals.not_driving", "Ask for the controls before you type"),
  notWatching: () => new AppError("conflict", "terminals.not_watching", "There is no pane to type into"),
  scrolled: () =>
    new AppError(
      "conflict",
      "terminals.scrolled",
      "Somebody scrolls in this pane: its keys belong to tmux until they leave that mode",
    ),
  tooFast: () => new AppError("rate_limited", "terminals.too_fast", "More is typed than the terminal takes"),
  notTyped: (cause: unknown) =>
    new AppError("unavailable", "terminals.not_typed", "tmux did not take what was typed", { cause }),
  malformed: () => new AppError("invalid", "request.invalid", "This is no request of the contract"),
};
