import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { JSONValue } from "@jmespath-community/jmespath";
import type { TriggerContent } from "@signalbox/contract/triggers";
import { z } from "zod";
import { messageOf } from "../../../kernel/errors.ts";
import { type Begin, cut, type Decision, extract, no, passes } from "../deciding/decision.ts";
import { asText, find } from "../deciding/expressions.ts";
import { parseJson } from "../deliveries/read-delivery.ts";

export type Poll = Extract<TriggerContent, { kind: "poll" }>;

/** What is known of what an address answered last. */
export const Seen = z.object({
  digest: z.string(),
  etag: z.string().nullable(),
  modified: z.string().nullable(),
});
export type Seen = z.infer<typeof Seen>;

/** What an address answered; secrets are taken out of the text. */
export interface Answer extends Omit<Seen, "digest"> {
  status: number;
  text: string;
}

/** What is made of an answer; without a decision there is nothing new in it. */
export type Finding = { fault: string } | { seen: Seen; decision: Decision | null };

const Json: z.ZodType<JSONValue> = z.json();

/** Compares an answer with the one before it; the first one is only learned. */
export function decidePoll(poll: Poll, before: Seen | null, answer: Answer): Finding {
  const body = read(answer.text);
  if ("fault" in body && poll.compare !== null) return { fault: body.fault };
  const all = "fault" in body ? answer.text : body.json;
  const picked = poll.compare === null ? { found: all } : find(poll.compare, all);
  if ("fault" in picked) return { fault: `What is compared can't be found: ${picked.fault}` };
  const compared = poll.compare === null ? answer.text : canonical(picked.found);
  const digest = createHash("sha256").update(compared).digest("hex");
  const seen = { digest, etag: answer.etag, modified: answer.modified };
  if (before === null || before.digest === digest) return { seen, decision: null };
  const data = { url: poll.url, status: answer.status, body: all, found: picked.found };
  return { seen, decision: decide(poll, data, answer.text) };
}

interface Data extends Record<string, JSONValue> {
  url: string;
  status: number;
  body: JSONValue;
  found: JSONValue;
}

function decide(poll: Poll, data: Data, text: string): Decision {
  const refused = passes(poll.filter, data);
  if (refused !== null) return no(refused.reason);
  const extracted = extract(poll.values, data);
  if ("reason" in extracted) return no(extracted.reason);
  const found = poll.compare === null ? text : asText(data.found);
  const own = { url: data.url, status: String(data.status), body: cut(text), found: cut(found) };
  return { matches: true, values: { ...own, ...extracted.values }, ...told(poll) };
}

const told = ({ url }: Poll): Omit<Begin, "values"> => ({
  what: `${new URL(url).host} answered something new`,
  target: null,
});

function read(text: string): { json: JSONValue } | { fault: string } {
  try {
    return { json: Json.parse(parseJson(text)) };
  } catch (error) {
    return { fault: `What is compared can't be found: ${messageOf(error)}` };
  }
}

/** The order of names says nothing: some servers answer in another one each time. */
const canonical = (value: JSONValue): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const names = Object.keys(value).toSorted();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`).join(",")}}`;
};

const minuteMs = 60_000;
const longestBackOff = 60;

/** How long it is until an address is asked again: twice as long with each fault, and an hour more at most. */
export const pauseMs = ({ everyMinutes }: Pick<Poll, "everyMinutes">, faults: number): number =>
  Math.min(everyMinutes * 2 ** faults, everyMinutes + longestBackOff) * minuteMs;

/** Whether what was given for the one may be shown to the other. */
export const asksSameOrigin = (before: TriggerContent, after: TriggerContent): boolean =>
  before.kind === "poll" && after.kind === "poll" && new URL(before.url).origin === new URL(after.url).origin;

/** Whether what was answered before tells of what would be answered now. */
export const comparesTheSame = (before: TriggerContent, after: TriggerContent): boolean =>
  before.kind === "poll" &&
  after.kind === "poll" &&
  isDeepStrictEqual([before.url, before.compare], [after.url, after.compare]);
