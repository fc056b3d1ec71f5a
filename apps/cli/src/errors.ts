import { ApiError, ServerUnreachable, UnexpectedReply } from "@signalbox/client/errors";
import { pathFault } from "@signalbox/state-folder/path-fault";
import type { CliConfig } from "./config.ts";

/** What a command ends with; documented in docs/cli.md. */
export const exitCodes = {
  ok: 0,
  failure: 1,
  usage: 2,
  notRunning: 3,
  notAllowed: 4,
  refused: 5,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What a program of ours ended with; one that was killed has failed. */
export const exitCodeFrom = (code: unknown): ExitCode =>
  Object.values(exitCodes).find((known) => known === code) ?? exitCodes.failure;

/** A command could not do what it was asked: one line, with the next step in it. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  constructor(message: string, exitCode: ExitCode = exitCodes.failure, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

export const notRunning = (next = 'Start it with "bin/signalbox up"'): CliError =>
  new CliError(`Signalbox is not running. ${next}`, exitCodes.notRunning);

/** Where to look next. The doctor knows nothing of a server elsewhere. */
const nextSteps = {
  here: { unreachable: 'See "bin/signalbox doctor"', refused: 'See "bin/signalbox doctor"' },
  elsewhere: {
    unreachable: "Check its address, and that Signalbox runs there",
    refused: "Make a key that may do this in its Settings, and put it into SIGNALBOX_API_KEY",
  },
} as const;
type NextSteps = (typeof nextSteps)[keyof typeof nextSteps];

/** Any failure as one line and an exit code. Where the line is empty, all was said already. */
export function explain(error: unknown, { home, remote }: CliConfig): { line: string; exitCode: ExitCode } {
  const next = remote === undefined ? nextSteps.here : nextSteps.elsewhere;
  if (error instanceof CliError) return { line: error.message, exitCode: error.exitCode };
  if (error instanceof ServerUnreachable)
    return { line: `${error.message}. ${next.unreachable}`, exitCode: exitCodes.notRunning };
  if (error instanceof UnexpectedReply && remote !== undefined)
    return { line: `${error.message}. ${next.unreachable}`, exitCode: exitCodes.failure };
  if (error instanceof ApiError) return explainRefusal(error, next);
  const fault = pathFault(error, home);
  if (fault !== null) return { line: `${fault.text}. ${fault.cure}`, exitCode: exitCodes.failure };
  return { line: error instanceof Error ? error.message : String(error), exitCode: exitCodes.failure };
}

function explainRefusal(error: ApiError, { refused }: NextSteps): { line: string; exitCode: ExitCode } {
  if (error.status === 401 || error.status === 403) {
    const next = error.code === "auth.watched_agent" ? "" : `. ${refused}`;
    return { line: `${error.message}${next}`, exitCode: exitCodes.notAllowed };
  }
  const isRefusal = error.status >= 400 && error.status < 500;
  return { line: refusalText(error), exitCode: isRefusal ? exitCodes.refused : exitCodes.failure };
}

/** In which part of a request something stood tells a person nothing. */
const partOfRequest = /^(?:body|query|params)\./;

/** What was asked did not fit: then the parts that did not say more than the words over them. */
const refusalText = ({ code, message, problem }: ApiError): string =>
  code === "request.invalid" && problem.errors
    ? problem.errors.map((fault) => `${fault.path.replace(partOfRequest, "")}: ${fault.message}`).join("; ")
    : message;
