import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { SourceStyle } from "@signalbox/contract/deliveries";
import { redactText } from "../../../kernel/redact.ts";
import { triggerErrors } from "../triggers.errors.ts";

/** What is kept of a delivery that was proved. */
export interface ReadDelivery {
  externalId: string | null;
  event: string | null;
  headers: Record<string, string>;
  /** JSON, secrets taken out. */
  body: string;
  bytes: number;
  /** SHA-256 of the body as it came. */
  digest: string;
}

/** Under which name each style sends an id of the delivery, and what it is about. */
const names: Record<SourceStyle, { id: readonly string[]; event: readonly string[] }> = {
  github: { id: ["x-github-delivery"], event: ["x-github-event"] },
  gitlab: { id: ["idempotency-key", "x-gitlab-event-uuid"], event: ["x-gitlab-event"] },
  standard: { id: ["webhook-id"], event: [] },
  hmac: { id: ["x-delivery-id"], event: ["x-event"] },
  bearer: { id: ["x-delivery-id", "idempotency-key"], event: ["x-event"] },
};

/** Nothing that proves anything. */
const kept = ["content-type", "user-agent", "x-github-hook-id", "x-gitlab-instance", "webhook-timestamp"];

/** No list or object within more of them than this. */
const deepest = 100;

/** Reads what was proved. @throws AppError `triggers.delivery_malformed` */
export function readDelivery(style: SourceStyle, headers: IncomingHttpHeaders, body: Buffer): ReadDelivery {
  // Of a source that always sends an id, one without it is what somebody heard and sends again.
  if (style === "github" && first(headers, names.github.id) === null)
    throw triggerErrors.malformed("GitHub names each delivery in X-GitHub-Delivery");
  const text = textOf(headers["content-type"] ?? "", body);
  const data = parseJson(text);
  const { id, event } = names[style];
  const heads = [...kept, ...id, ...event].flatMap((name) => {
    const value = plain(headers[name]);
    return value === null ? [] : [[name, redactText(value)] as const];
  });
  const about = first(headers, event) ?? typeIn(data);
  const action = actionIn(data);
  return {
    externalId: first(headers, id),
    event: about === null ? null : [about, ...(action === null ? [] : [action])].join("."),
    headers: Object.fromEntries(heads),
    body: redactText(text),
    bytes: body.length,
    digest: createHash("sha256").update(body).digest("hex"),
  };
}

/** GitHub may send its JSON in a form. */
function textOf(contentType: string, body: Buffer): string {
  const text = body.toString("utf8");
  if (!Buffer.from(text, "utf8").equals(body)) throw triggerErrors.malformed("The body is no UTF-8 text");
  if (!/^application\/x-www-form-urlencoded\b/i.test(contentType)) return text;
  return new URLSearchParams(text).get("payload") ?? "";
}

/** @throws AppError `triggers.delivery_malformed` */
export function parseJson(text: string): unknown {
  if (depthOf(text) > deepest)
    throw triggerErrors.malformed(`The body is nested deeper than ${deepest} levels`);
  try {
    return JSON.parse(text);
  } catch {
    throw triggerErrors.malformed("The body is no JSON");
  }
}

/** Brackets within texts count too: nobody sends so many. */
function depthOf(text: string): number {
  let [depth, most] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x5b || code === 0x7b) most = Math.max(most, ++depth);
    else if (code === 0x5d || code === 0x7d) depth--;
  }
  return most;
}

const longestHead = 200;

const plain = (value: string | string[] | undefined): string | null =>
  typeof value === "string" && value !== "" ? value.toWellFormed().slice(0, longestHead) : null;

function first(headers: IncomingHttpHeaders, names: readonly string[]): string | null {
  for (const name of names) {
    const value = plain(headers[name]);
    if (value !== null) return value;
  }
  return null;
}

const word = /^[\w.:/ -]{1,100}$/;
const field = (data: unknown, name: string): string | null => {
  const value = typeof data === "object" && data !== null ? Reflect.get(data, name) : null;
  return typeof value === "string" && word.test(value) ? value : null;
};
const typeIn = (data: unknown): string | null => field(data, "type") ?? field(data, "event");
const actionIn = (data: unknown): string | null => field(data, "action");
