import { AppError } from "../../kernel/errors.ts";
import { databaseErrors } from "./errors.ts";

/** SQLSTATEs that tell of the server and not of what was asked: connections, resources, shutdown, start-up. */
const states = /^(?:08|53|57P0)/;
/** A standby was written to, and the primary is another one now; or the database is set to be read only. */
export const readOnlyState = "25006";
const diskFull = "53100";
/** The system could not read or write the files. */
const files = /^58[0-9A-Z]{3}$/;
const systemCodes = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  // The socket of a server on this machine that is not up.
  "ENOENT",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);
/** What `pg` says without a code when a connection is gone or none was to be had. */
const words = /not queryable|connection terminated|timeout exceeded when trying to connect|timeout expired/i;

/** Whether the connection failed, or the server at its other end: asking again over a new one may help. */
function isConnectionFault(error: Error, code: string): boolean {
  if (code === "") return !("severity" in error) && words.test(error.message);
  return states.test(code) || systemCodes.has(code);
}

/** An error of the connection, of the disk or of the files as one of ours; undefined for errors of SQL, and for ours. */
export function databaseFault(error: Error): AppError | undefined {
  if (error instanceof AppError) return undefined;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === diskFull) return databaseErrors.diskFull(error);
  if (code === readOnlyState) return databaseErrors.serverReadOnly(error);
  if (files.test(code)) return databaseErrors.filesFailed(error.message, error);
  return isConnectionFault(error, code) ? databaseErrors.connectionLost(error) : undefined;
}

export function rethrowTranslated(thrown: unknown): never {
  throw (thrown instanceof Error && databaseFault(thrown)) || thrown;
}
