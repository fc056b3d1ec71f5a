import type { OutcomeKind, OutcomeState } from "@signalbox/contract/outcomes";
import type { Aspect } from "../../ui/lamp.tsx";

export const outcomeKindWords: Readonly<Record<OutcomeKind, string>> = {
  comment: "Comment",
  review: "Review",
  status: "Status of the commit",
  branch: "Branch",
  pull_request: "Pull request",
  issue: "Issue",
  file: "File",
  webhook: "Webhook",
  notification: "Notification",
  bot: "Another bot",
};

export const outcomeAspects: Readonly<Record<OutcomeState, { aspect: Aspect; word: string }>> = {
  pending: { aspect: "processing", word: "Pending" },
  done: { aspect: "complete", word: "Done" },
  failed: { aspect: "failed", word: "Failed" },
  skipped: { aspect: "ended", word: "Skipped" },
};
