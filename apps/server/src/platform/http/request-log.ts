import type { FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import type { Client } from "./client.ts";
import { isHookPath } from "./hook-paths.ts";
import type { Caller } from "./http.ts";

export interface AnsweredRequest {
  request: FastifyRequest;
  reply: FastifyReply;
  caller: Caller | null;
  client: Client;
}

/** One line per answered request; the query stays out, for it may hold a ticket. */
export const logRequest = (log: Logger, { request, reply, caller, client }: AnsweredRequest): void => {
  const level = isHookPath(request.url) && reply.statusCode < 400 ? "debug" : "info";
  if (!log.isLevelEnabled(level)) return;
  log[level](
    {
      method: request.method,
      path: request.url.split("?", 1)[0],
      status: reply.statusCode,
      tookMs: Math.round(reply.elapsedTime * 10) / 10,
      correlationId: request.id,
      address: client.address,
      ...(caller === null ? {} : { caller: `${caller.kind}:${caller.id}` }),
    },
    "request",
  );
};
