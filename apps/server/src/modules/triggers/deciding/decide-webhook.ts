import type { JSONValue } from "@jmespath-community/jmespath";
import type { TriggerContent } from "@signalbox/contract/triggers";
import { type Decision, extract, no, passes } from "./decision.ts";

/** What a trigger on a webhook makes of what came: `event`, `headers` and `body` are what expressions see. */
export function decideWebhook(
  { filter, values: expressions }: Extract<TriggerContent, { kind: "webhook" }>,
  { event, headers, body }: { event: string | null; headers: Record<string, string>; body: JSONValue },
): Decision {
  const data = { event, headers, body };
  const refused = passes(filter, data);
  if (refused !== null) return no(refused.reason);
  const found = extract(expressions, data);
  if ("reason" in found) return no(found.reason);
  return { matches: true, values: found.values, what: event ?? "a delivery", target: null };
}
