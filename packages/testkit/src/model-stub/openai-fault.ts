import type { ServerResponse } from "node:http";
import type { Fault } from "./plan.ts";
import { sendJson } from "./sending.ts";

/** Answers with an error as OpenAI's APIs word it. */
export function sendOpenAiFault(response: ServerResponse, fault: Fault): void {
  const usual = fault.status < 500 ? "invalid_request_error" : "server_error";
  const type = fault.type ?? (fault.status === 429 ? "rate_limit_exceeded" : usual);
  const code = fault.type ?? { 401: "invalid_api_key", 429: "rate_limit_exceeded" }[fault.status] ?? null;
  const resetsAt = fault.headers["resets-at"];
  const error = {
    ...{ message: fault.message ?? `Status ${fault.status} as asked for`, type, param: null, code },
    ...(resetsAt === undefined ? {} : { plan_type: "plus", resets_at: Number(resetsAt) }),
  };
  sendJson(response, fault.status, { error }, fault.headers);
}
