import { ApiError, ServerUnreachable } from "@signalbox/client/errors";
import { CommanderError } from "commander";

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

/** A command could not do what it was asked: one line, with the next step in it. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  constructor(message: string, exitCode: ExitCode = exitCodes.failure, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

export const notRunning = (next = 'Start it with "signalbox up"'): CliError =>
  new CliError(`Signalbox is not running. ${next}`, exitCodes.notRunning);

/** Any failure as one line and an exit code. A line of null was shown already. */
export function explain(error: unknown): { line: string | null; exitCode: number } {
  if (error instanceof CliError) return { line: error.message, exitCode: error.exitCode };
  if (error instanceof CommanderError) {
    return { line: null, exitCode: error.exitCode === 0 ? exitCodes.ok : exitCodes.usage };
  }
  if (error instanceof ServerUnreachable) {
    const line = `${error.message}. See "signalbox doctor"`;
    return { line, exitCode: exitCodes.notRunning };
  }
  if (error instanceof ApiError) return explainRefusal(error);
  return { line: error instanceof Error ? error.message : String(error), exitCode: exitCodes.failure };
}

function explainRefusal(error: ApiError): { line: string; exitCode: number } {
  if (error.status === 401 || error.status === 403) {
    const next = error.code === "auth.watched_agent" ? "" : '. See "signalbox doctor"';
    return { line: `${error.message}${next}`, exitCode: exitCodes.notAllowed };
  }
  const isRefusal = error.status >= 400 && error.status < 500;
  return { line: error.message, exitCode: isRefusal ? exitCodes.refused : exitCodes.failure };
}
