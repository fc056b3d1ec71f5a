import { ApiError } from "@signalbox/client/errors";

/** What an address names is not there, or never could be: trying again brings nothing. */
export const isMissing = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 404 || error.code === "request.invalid");
