import type { IncomingMessage } from "node:http";
import { newId } from "../../kernel/ids.ts";

export const correlationHeader = "x-correlation-id";

const harmless = /^[\w.:-]{1,100}$/;

/** The id that ties a request to its logs and events: the caller's, where it is harmless, else a new one. */
export const correlationIdOf = (request: IncomingMessage): string => {
  const given = request.headers[correlationHeader];
  return typeof given === "string" && harmless.test(given) ? given : newId();
};
