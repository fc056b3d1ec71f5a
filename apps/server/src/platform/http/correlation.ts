import type { IncomingMessage } from "node:http";
import { newId } from "../../kernel/ids.ts";
import { redactText } from "../../kernel/redact.ts";

export const correlationHeader = "x-correlation-id";

const harmless = (given: string) => /^[\w.:-]{1,100}$/.test(given) && redactText(given) === given;

/** The id that ties a request to its logs and events: the caller's, where it is harmless, else a new one. */
export const correlationIdOf = (request: IncomingMessage): string => {
  const given = request.headers[correlationHeader];
  return typeof given === "string" && harmless(given) ? given : newId();
};
