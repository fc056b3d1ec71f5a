import { AppError } from "../../kernel/errors.ts";

const forbidden = (code: string, message: string) => new AppError("forbidden", code, message);

const linkCures = {
  sign_in:
    "This sign-in link was used already, or is older than ten minutes. Run `bin/signalbox login` for a new one.",
  set_password:
    "This link was used already, is older than three days, or a newer one was made. Ask an admin for a new one.",
} as const;

export const authErrors = {
  linkInvalid: (purpose: keyof typeof linkCures) =>
    new AppError("unauthenticated", "auth.link_invalid", linkCures[purpose]),
  passwordWrong: () =>
    new AppError("unauthenticated", "auth.password_wrong", "Name and password don't belong together"),
  currentPasswordWrong: () => forbidden("auth.password_wrong", "This is not your password as it is now"),
  passwordWeak: (fault: string) => new AppError("invalid", "auth.password_weak", fault),
  noIdentity: () =>
    new AppError(
      "unauthenticated",
      "auth.no_identity",
      "No trusted proxy says who you are, or there is no account for whom it says",
    ),
  busy: () =>
    new AppError("unavailable", "auth.busy", "Too many passwords are being checked; try again in a moment"),
  tooManyAttempts: (wait: string) =>
    new AppError("rate_limited", "request.rate_limited", `Too many sign-ins failed; try again in ${wait}`),
  watchedAgent: () =>
    forbidden(
      "auth.watched_agent",
      "A watched agent can't sign in for you, nor start or end agents. Run the command in a terminal of your own.",
    ),
  linkNeedsPerson: () =>
    forbidden(
      "auth.link_needs_person",
      "A sign-in link is made by a signed-in browser or the CLI of this machine, not by a key of a program",
    ),
  passwordNeedsPerson: () =>
    forbidden(
      "auth.password_needs_person",
      "A password, or a link to choose one, is given by a signed-in browser or the CLI of this machine, not by a key of a program",
    ),
  needsSignIn: () => forbidden("auth.needs_sign_in", "This takes a browser that is signed in"),
  notYours: () => forbidden("auth.not_yours", "Only an admin may look after somebody else's sign-ins"),
  answerNeedsSignIn: () =>
    forbidden(
      "auth.answer_needs_sign_in",
      "No API key may answer for you: answering takes a browser that is signed in",
    ),
  grantNeedsPerson: () =>
    forbidden(
      "auth.grant_needs_person",
      "Leave to answer is asked for by the CLI of this machine, not by a key of a program",
    ),
  grantsWaiting: () =>
    new AppError(
      "conflict",
      "auth.grants_waiting",
      "Too many terminals wait for leave to answer: give or refuse theirs first",
    ),
  grantNotFound: (id: string) =>
    new AppError("not_found", "auth.grant_not_found", `No leave to answer ${id} was asked for`),
  grantSettled: (state: string) =>
    new AppError("conflict", "auth.grant_settled", `That leave to answer is ${state} already`),
  scopeNotHeld: (scope: string) =>
    forbidden("auth.scope_not_held", `A key can't be given the scope ${scope}, which you don't hold`),
  scopeNotOfOwner: (scope: string) =>
    forbidden("auth.scope_not_held", `A key can't be given the scope ${scope}, which its owner's role lacks`),
  expiryPast: () => new AppError("invalid", "auth.expiry_past", "The key would have expired already"),
  keyNotFound: (id: string) => new AppError("not_found", "auth.key_not_found", `No API key ${id} is in use`),
  signInNotFound: (id: string) =>
    new AppError("not_found", "auth.sign_in_not_found", `No sign-in ${id} is in use`),
  userNotFound: (id: string) =>
    new AppError("not_found", "auth.user_not_found", `No account ${id} is in use`),
  loginIsProxys: () =>
    forbidden(
      "auth.login_is_proxys",
      "A proxy names people here by their login, so only an admin changes one",
    ),
  loginTaken: (login: string) =>
    new AppError("conflict", "auth.login_taken", `The login ${login} belongs to another account`),
  machineAccountStays: () =>
    new AppError(
      "conflict",
      "auth.machine_account_stays",
      "This account belongs to whoever has the machine Signalbox runs on: it stays, and stays an admin's",
    ),
};
