import type { FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import { databaseFault } from "../database/connection-faults.ts";
import { isHookPath } from "./hook-paths.ts";
import type { HttpMetrics } from "./http-metrics.ts";
import type { HttpTracing } from "./http-tracing.ts";
import { asAppError, problemOf, statusOf } from "./problems.ts";

/** Answers what was thrown: the one place where errors become status numbers. */
export const sendError = (
  { log, measured, traces }: { log: Logger; measured: HttpMetrics; traces: HttpTracing },
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
) => {
  // What reads from the database fails with the driver's own error where the connection is lost.
  const error = asAppError((thrown instanceof Error && databaseFault(thrown)) || thrown);
  measured.failed(error.code);
  traces.failed(request, error);
  const status = statusOf(error);
  if (status >= 500) {
    const level = error.kind === "internal" ? "error" : "warn";
    log[level]({ err: thrown, correlationId: request.id, code: error.code }, "a request failed");
  }
  if (status === 401) reply.header("www-authenticate", 'Bearer realm="signalbox"');
  // Fastify would close the connection at once, and whoever is still sending would never hear why.
  if (status === 413) reply.removeHeader("connection");
  if (status === 503) reply.header("retry-after", "1");
  reply.code(status);
  if (isHookPath(request.url)) {
    const code = error.kind === "too_large" ? "signals.too_large" : error.code;
    // The log is the only place to see why: the reply must have no words.
    log.info({ code, detail: error.message, correlationId: request.id }, "a hook was refused");
    return reply.send();
  }
  // Serialised here, so that Fastify does not take the media type for a stranger's.
  return reply.type("application/problem+json").send(JSON.stringify(problemOf(error, request.id)));
};
