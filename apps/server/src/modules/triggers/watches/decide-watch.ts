import type { TriggerContent } from "@signalbox/contract/triggers";
import { cut, type Decision, extract, no, passes } from "../deciding/decision.ts";
import type { Gathered } from "./gathering.ts";

export type Watch = Extract<TriggerContent, { kind: "watch" }>;

/** What a trigger on files makes of those that changed. */
export function decideWatch(watch: Watch, project: string, { paths, hasMore }: Gathered): Decision {
  const data = { project, paths };
  const refused = passes(watch.filter, data);
  if (refused !== null) return no(refused.reason);
  const found = extract(watch.values, data);
  if ("reason" in found) return no(found.reason);
  const files = paths.length === 1 ? "a file" : `${paths.length} files`;
  return {
    ...{ matches: true, target: null, what: `${hasMore ? "more than " : ""}${files} of ${project} changed` },
    values: { project: cut(project), paths: cut(paths.join("\n")), ...found.values },
  };
}
