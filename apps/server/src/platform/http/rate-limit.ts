import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Addressing } from "./addressing.ts";
import type { Caller } from "./http.ts";
import { httpErrors } from "./problems.ts";

export interface RateLimitOptions {
  callerOf(request: FastifyRequest): Caller | null;
  addressing: Addressing;
  perMinute: number;
}

/** Lets each caller ask so many times a minute, at every route that does not opt out. */
export const limitRate = async (
  app: FastifyInstance,
  { callerOf, addressing, perMinute }: RateLimitOptions,
): Promise<void> => {
  await app.register(rateLimit, {
    max: perMinute,
    timeWindow: "1 minute",
    // After the gate, which tells callers apart: on one machine all have the same address.
    hook: "preParsing",
    keyGenerator: (request) => callerOf(request)?.id ?? addressing.clientOf(request.raw).address,
    errorResponseBuilder: (_request, { ttl }) => httpErrors.rateLimited(Math.ceil(ttl / 1_000)),
    addHeaders: { "x-ratelimit-limit": false, "x-ratelimit-remaining": false, "x-ratelimit-reset": false },
    addHeadersOnExceeding: {
      "x-ratelimit-limit": false,
      "x-ratelimit-remaining": false,
      "x-ratelimit-reset": false,
    },
  });
};
