import type { FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import { isHookPath } from "./hook-paths.ts";
import type { Caller } from "./http.ts";

/** One line per answered request; the query stays out, for it may hold a ticket. */
export const logRequest = (
  log: Logger,
  { request, reply, caller }: { request: FastifyRequest; reply: FastifyReply; caller: Caller | null },
): void => {
  const level = isHookPath(request.url) && reply.statusCode < 400 ? "debug" : "info";
  if (!log.isLevelEnabled(level)) return;
  log[level](
    {
      method: request.method,
      path: request.url.split("?", 1)[0],
      status: reply.statusCode,
      tookMs: Math.round(reply.elapsedTime * 10) / 10,
      correlationId: request.id,
      ...(caller === null ? {} : { caller: `${caller.kind}:${caller.id}` }),
    },
    "request",
  );
};
