import { STATUS_CODES } from "node:http";
import type { Problem } from "@signalbox/contract/common";
import { AppError, type ErrorKind } from "../../kernel/errors.ts";

/** Refusals that HTTP itself knows, beside the product's own. */
export const httpErrors = {
  noRoute: () => new AppError("not_found", "request.no_such_route", "There is nothing at this address"),
  methodNotAllowed: (allowed: readonly string[]) =>
    new AppError("unsupported", "request.method_not_allowed", `Only ${allowed.join(", ")} works here`),
  upgradeRequired: () =>
    new AppError("unsupported", "request.upgrade_required", "Connect with the WebSocket protocol"),
  notJson: () =>
    new AppError("unsupported", "request.media_type", "Send the body as content-type application/json"),
  malformedJson: (reason: string) =>
    new AppError("invalid", "request.malformed_json", `The body is no JSON: ${reason}`),
  malformed: (reason: string) => new AppError("invalid", "request.malformed", reason),
  tooLarge: () => new AppError("too_large", "request.too_large", "The body is larger than this route takes"),
  invalid: (faults: readonly { path: string; message: string }[]) =>
    new AppError("invalid", "request.invalid", "The request does not fit the contract", { faults }),
  rateLimited: (seconds: number) =>
    new AppError("rate_limited", "request.rate_limited", `Too many requests; try again in ${seconds} s`),
  hostRefused: () =>
    new AppError(
      "forbidden",
      "request.host_refused",
      "The Host header names none of this server's addresses",
    ),
  notSecure: () =>
    new AppError(
      "forbidden",
      "request.not_secure",
      "This address is served over TLS only. Where a proxy ends TLS, SIGNALBOX_TRUSTED_PROXIES must name its address",
    ),
  originRefused: () =>
    new AppError(
      "forbidden",
      "request.origin_refused",
      "The Origin header names another site than the request does",
    ),
  originMissing: () =>
    new AppError(
      "forbidden",
      "request.origin_missing",
      "Without an Origin header only a Bearer key may do this",
    ),
  unauthenticated: () =>
    new AppError("unauthenticated", "auth.unauthenticated", "An API key or a sign-in is needed"),
  scopeMissing: (scope: string) =>
    new AppError("forbidden", "auth.scope_missing", `The scope ${scope} is needed`),
};

/** Codes every caller may meet on any route, with what they mean; the reference page lists them. */
export const commonCodes = [
  "auth.unauthenticated",
  "auth.scope_missing",
  "request.invalid",
  "request.malformed_json",
  "request.media_type",
  "request.too_large",
  "request.rate_limited",
  "request.host_refused",
  "request.not_secure",
  "request.origin_refused",
  "request.origin_missing",
  "request.no_such_route",
  "request.malformed",
  "request.method_not_allowed",
  "request.upgrade_required",
  "internal.unexpected",
] as const;

const statusOfKind: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported: 422,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
};

const statusOfCode: Record<string, number> = {
  "request.method_not_allowed": 405,
  "request.media_type": 415,
  "request.upgrade_required": 426,
};

export const statusOf = (error: AppError): number => statusOfCode[error.code] ?? statusOfKind[error.kind];

/** RFC 9457 problem details of an error. What went wrong inside stays inside. */
export const problemOf = (error: AppError, correlationId: string): Problem => {
  const status = statusOf(error);
  return {
    type: `urn:signalbox:problem:${error.code}`,
    title: STATUS_CODES[status] ?? "Error",
    status,
    code: error.code,
    detail:
      error.kind === "internal" ? "Something went wrong in Signalbox; its log tells more." : error.message,
    correlationId,
    ...(error.faults === undefined ? {} : { errors: [...error.faults] }),
  };
};

/** Turns anything thrown on the way into an `AppError`: ours as it is, Fastify's by its meaning. */
export const asAppError = (thrown: unknown): AppError => {
  if (thrown instanceof AppError) return thrown;
  const status = statusCodeOf(thrown);
  if (status === 413) return httpErrors.tooLarge();
  if (status !== undefined && status >= 400 && status < 500 && thrown instanceof Error) {
    return httpErrors.malformed(thrown.message);
  }
  return new AppError("internal", "internal.unexpected", "Unexpected error", { cause: thrown });
};

const statusCodeOf = (thrown: unknown): number | undefined => {
  if (typeof thrown !== "object" || thrown === null || !("statusCode" in thrown)) return undefined;
  return typeof thrown.statusCode === "number" ? thrown.statusCode : undefined;
};
