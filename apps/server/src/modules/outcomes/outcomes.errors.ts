import { AppError } from "../../kernel/errors.ts";

/** What can't be done, however often it is tried. */
const cannot = (reason: string, message: string) => new AppError("conflict", `outcomes.${reason}`, message);

export const outcomeErrors = {
  notFound: (executionId: string, position: number) =>
    new AppError("not_found", "outcomes.not_found", `No outcome ${position} of execution ${executionId}`),
  notFailed: (state: string) =>
    cannot("not_failed", `The outcome has not failed: it is ${state}. Only what failed is tried again`),
  noTarget: (what: string) => cannot("no_target", `The execution is not about ${what} on GitHub`),
  noResult: () => cannot("no_result", "The execution has no result"),
  notAReview: (why: string) =>
    cannot("not_a_review", `The result is no review, {summary, comments: [{path, line, body}]}: ${why}`),
  branchName: (name: string) => cannot("branch_name", `"${name}" can't be the name of a branch`),
  empty: (what: string) => cannot("empty", `The template makes no ${what} of this execution`),
  outside: (path: string) =>
    cannot("outside", `"${path}" does not stay in the folder that the execution worked in`),
  noFolder: () => cannot("no_folder", "The folder that the execution worked in is not there"),
  noSecret: () =>
    cannot("no_secret", "The bot's webhooks have no secret to be signed with: make one on the bot's page"),
  answered: (host: string, status: number, isFinal: boolean) =>
    new AppError(isFinal ? "conflict" : "unavailable", "outcomes.answered", `${host} answers with ${status}`),
  twiceInChain: (name: string) =>
    cannot("chain", `"${name}" is in the chain of bots that led here: it would start itself again`),
  longChain: (most: number) => cannot("chain", `A chain of bots has ${most} executions at most`),
};
