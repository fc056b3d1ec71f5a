import type { JSONValue } from "@jmespath-community/jmespath";
import { ExecutionTarget } from "@signalbox/contract/executions";
import { GithubEvent, type TriggerContent } from "@signalbox/contract/triggers";
import picomatch from "picomatch";
import type { GithubAsk } from "../ports.ts";
import { cut, type Decision, extract, no, passes } from "./decision.ts";
import { type GithubFacts, githubFacts } from "./github-facts.ts";

type GithubTrigger = Extract<TriggerContent, { kind: "github" }>;

/** What a trigger on GitHub makes of what GitHub sent. What the delivery does not tell, GitHub is asked. */
export async function decideGithub(
  trigger: GithubTrigger,
  { event: told, body }: { event: string | null; body: JSONValue },
  github: GithubAsk,
): Promise<Decision> {
  const event = GithubEvent.safeParse(told?.split(".")[0]);
  if (!event.success || !trigger.events.includes(event.data))
    return no(`It listens to ${trigger.events.join(", ")}`);
  const facts = githubFacts(event.data, body);
  if (typeof facts === "string") return no(`It is no ${event.data} as GitHub sends it: ${facts}`);
  const reason = unfit(trigger, facts) ?? (await refusedBy(trigger, facts, github));
  if (reason !== null) return no(reason);
  const refused = passes(trigger.filter, body);
  if (refused !== null) return no(refused.reason);
  const found = extract(trigger.values, body);
  if ("reason" in found) return no(found.reason);
  return { matches: true, values: { ...facts.values, ...found.values }, ...aboutOf(facts) };
}

/** What the delivery itself tells. */
function unfit(trigger: GithubTrigger, { repository, action, branch, comment }: GithubFacts): string | null {
  if (repository.toLowerCase() !== trigger.repository.toLowerCase()) return `It is about ${repository}`;
  if (comment !== null) {
    if (trigger.command === null) return "Comments are looked at for a command alone";
    if (action !== "created") return `Its comment was ${action}`;
    if (comment.trim().split(/\s/, 1)[0] !== trigger.command) return `Its comment is no ${trigger.command}`;
  }
  if (trigger.actions.length > 0 && !trigger.actions.includes(action ?? ""))
    return `It was ${action}, not ${trigger.actions.join(" or ")}`;
  if (trigger.branches.length > 0 && !matches(trigger.branches, branch ?? ""))
    return branch === null ? "It is on no branch" : `The branch ${branch} is none of its branches`;
  return null;
}

/** What GitHub is to be asked: who may, and which files changed. */
async function refusedBy(
  trigger: GithubTrigger,
  facts: GithubFacts,
  github: GithubAsk,
): Promise<string | null> {
  const { repository, actor, number, isPullRequest, isWriters } = facts;
  const own = await github.login();
  if (own !== null && own.toLowerCase() === actor?.toLowerCase()) return "Signalbox's own account did it";
  if (trigger.from === "writers" && !isWriters && !(await github.mayWrite(repository, actor ?? "")))
    return `${actor ?? "Whoever did it"} can't write to ${repository}`;
  if (trigger.paths.length === 0) return null;
  const paths =
    facts.paths ?? (isPullRequest && number !== null ? await github.paths(repository, number) : []);
  return paths.some((path) => matches(trigger.paths, path)) ? null : "It changes none of its paths";
}

const matches = (globs: readonly string[], path: string): boolean =>
  picomatch([...globs], { dot: true })(path);

function aboutOf({ repository, number, commit, isPullRequest, values, action }: GithubFacts) {
  const what = [`${repository}${number === null ? "" : `#${number}`}`, values.event, action]
    .filter(Boolean)
    .join(" ");
  const ref = isPullRequest && number !== null ? `refs/pull/${number}/head` : null;
  // What is no target as GitHub names them is none.
  const target = ExecutionTarget.safeParse({ repository, number, commit, ref }).data ?? null;
  return { what: cut(what), target };
}
