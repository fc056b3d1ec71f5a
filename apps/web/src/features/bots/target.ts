import type { ExecutionTarget } from "@signalbox/contract/executions";

/** As a person writes down a pull request or an issue: `owner/name#7`. */
export const aboutOf = (target: ExecutionTarget | null): string => {
  if (target === null) return "";
  return target.number === null ? target.repository : `${target.repository}#${target.number}`;
};

/** What was typed; where it was not changed, with the commit that it had. What it can't be the server refuses. */
export function targetIn(about: string, before: ExecutionTarget | null): ExecutionTarget | null {
  const text = about.trim();
  if (text === "") return null;
  if (text === aboutOf(before)) return before;
  const [, repository = text, number] = /^([^#]+)#(\d+)$/.exec(text) ?? [];
  return { repository, number: number === undefined ? null : Number(number), commit: null, ref: null };
}
