import type { DeliveryState, SourceStyle } from "@signalbox/contract/deliveries";
import type { FiringOutcome, GithubEvent, TriggerContent, TriggerKind } from "@signalbox/contract/triggers";
import type { Aspect } from "../../ui/lamp.tsx";

export const kindWords: Readonly<Record<TriggerKind, string>> = {
  webhook: "Webhook",
  github: "GitHub",
  schedule: "Schedule",
  event: "Event",
  poll: "Address",
  watch: "Files",
};

export const githubEventWords: Readonly<Record<GithubEvent, string>> = {
  pull_request: "pull requests",
  push: "pushes",
  issues: "issues",
  issue_comment: "comments",
  check_run: "checks",
  workflow_run: "workflow runs",
};

export const styleWords: Readonly<Record<SourceStyle, string>> = {
  github: "GitHub",
  gitlab: "GitLab",
  standard: "Standard Webhooks",
  hmac: "Signed body (HMAC)",
  bearer: "Bearer token",
};

export const outcomeAspects: Readonly<Record<FiringOutcome, { aspect: Aspect; word: string }>> = {
  started: { aspect: "complete", word: "Started" },
  unmatched: { aspect: "ended", word: "Not begun" },
  overflow: { aspect: "limited", word: "Too much" },
  refused: { aspect: "failed", word: "Refused" },
};

export const deliveryAspects: Readonly<Record<DeliveryState, { aspect: Aspect; word: string }>> = {
  received: { aspect: "commanded", word: "Received" },
  handled: { aspect: "complete", word: "Handled" },
  refused: { aspect: "failed", word: "Refused" },
};

/** Times that are often wanted. */
export const usualCrons: readonly { cron: string; word: string }[] = [
  { cron: "0 * * * *", word: "Every hour" },
  { cron: "0 7 * * *", word: "Every day at 7:00" },
  { cron: "0 7 * * 1-5", word: "On weekdays at 7:00" },
  { cron: "0 7 * * 1", word: "On Mondays at 7:00" },
  { cron: "0 7 1 * *", word: "On the 1st of a month at 7:00" },
];

const list = (words: readonly string[], last = "and"): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;

type Of<K extends TriggerKind> = Extract<TriggerContent, { kind: K }>;

const onGithub = ({ events, repository, actions, branches, paths, command }: Of<"github">): string =>
  [
    `On ${list(events.map((event) => githubEventWords[event]))} in ${repository}`,
    actions.length === 0 ? "" : ` that were ${list(actions, "or")}`,
    branches.length === 0 ? "" : `, on ${list(branches, "or")}`,
    paths.length === 0 ? "" : `, where ${list(paths, "or")} changed`,
    command === null ? "" : `; of comments, on ${command}`,
  ].join("");

const byClock = ({ cron, timeZone }: Of<"schedule">): string =>
  `${usualCrons.find((usual) => usual.cron === cron)?.word ?? `By the clock: ${cron}`}, ${timeZone}`;

const every = (minutes: number): string => (minutes === 1 ? "every minute" : `every ${minutes} minutes`);

const onAddress = ({ url, everyMinutes, compare }: Of<"poll">): string =>
  `Where ${compare === null ? "what" : `${compare} of what`} ${url} answers changes, asked ${every(everyMinutes)}`;

/** What it begins on, in a sentence; `place` is the name of its source, or of its project. */
export const sentenceOf = (content: TriggerContent, place: string | undefined): string => {
  const filtered = "filter" in content && content.filter !== null ? ", if its filter says yes" : "";
  switch (content.kind) {
    case "webhook":
      return `On what ${place ?? "its source"} delivers${filtered}`;
    case "github":
      return `${onGithub(content)}${filtered}`;
    case "schedule":
      return byClock(content);
    case "event":
      return `On ${list(content.types, "or")}${filtered}`;
    case "poll":
      return `${onAddress(content)}${filtered}`;
    case "watch":
      return `Where ${list(content.paths, "or")} of ${place ?? "its project"} changed${filtered}`;
  }
};
