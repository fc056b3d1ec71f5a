import { AppError } from "../../kernel/errors.ts";

export const authErrors = {
  linkInvalid: () =>
    new AppError(
      "unauthenticated",
      "auth.link_invalid",
      "This sign-in link was used already, or is older than ten minutes. Run `bin/signalbox login` for a new one.",
    ),
  tooManyAttempts: () =>
    new AppError("rate_limited", "request.rate_limited", "Too many sign-ins failed; try again in a minute"),
  watchedAgent: () =>
    new AppError(
      "forbidden",
      "auth.watched_agent",
      "A watched agent can't sign in for you. Run `bin/signalbox login` in a terminal of your own.",
    ),
  answerNeedsSignIn: () =>
    new AppError(
      "forbidden",
      "auth.answer_needs_sign_in",
      "No API key may answer for you: answering takes a browser that is signed in",
    ),
  scopeNotHeld: (scope: string) =>
    new AppError(
      "forbidden",
      "auth.scope_not_held",
      `A key can't be given the scope ${scope}, which you don't hold`,
    ),
  expiryPast: () => new AppError("invalid", "auth.expiry_past", "The key would have expired already"),
  keyNotFound: (id: string) => new AppError("not_found", "auth.key_not_found", `No API key ${id} is in use`),
};
