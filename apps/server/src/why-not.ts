import { AppError, messageOf } from "./kernel/errors.ts";

const commands = ["restore", "migrate-to"] as const;

/** Why a start, or what the command line had this process do instead, failed: one line where the reason is known. */
export function whyNot(error: unknown, command: string | undefined): string {
  const asked = commands.find((each) => each === command);
  // The command line lets it speak for itself, and begins its own errors so.
  if (asked !== undefined) return `signalbox: ${inOneLine(ofCommand(error, asked))}`;
  return error instanceof AppError
    ? error.message
    : `Signalbox can't start: ${error instanceof Error ? error.stack : error}`;
}

/** Nobody is helped by a stack who has a disk that fails. */
const ofCommand = (error: unknown, command: (typeof commands)[number]): string =>
  error instanceof AppError
    ? error.message
    : `It failed: ${messageOf(error)}. Mend that, and run "bin/signalbox ${command}" again`;

/** Faults stand one below the other. */
const inOneLine = (text: string): string => text.replace(/:\n\s*/, ": ").replace(/\s*\n\s*/g, "; ");
