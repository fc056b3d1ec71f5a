import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Caller } from "./http.ts";
import { httpErrors } from "./problems.ts";

/** Lets each caller ask so many times a minute, at every route that does not opt out. */
export const limitRate = async (
  app: FastifyInstance,
  { callerOf, perMinute }: { callerOf(request: FastifyRequest): Caller | null; perMinute: number },
): Promise<void> => {
  await app.register(rateLimit, {
    max: perMinute,
    timeWindow: "1 minute",
    // After the gate, which tells callers apart: on one machine all have the same address.
    hook: "preParsing",
    keyGenerator: (request) => callerOf(request)?.id ?? request.ip,
    errorResponseBuilder: (_request, { ttl }) => httpErrors.rateLimited(Math.ceil(ttl / 1_000)),
    addHeaders: { "x-ratelimit-limit": false, "x-ratelimit-remaining": false, "x-ratelimit-reset": false },
    addHeadersOnExceeding: {
      "x-ratelimit-limit": false,
      "x-ratelimit-remaining": false,
      "x-ratelimit-reset": false,
    },
  });
};
