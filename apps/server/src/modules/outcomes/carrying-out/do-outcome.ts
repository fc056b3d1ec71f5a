import type { Outcome } from "@signalbox/contract/outcomes";
import { bot } from "../kinds/bot.ts";
import { branch } from "../kinds/branch.ts";
import { comment } from "../kinds/comment.ts";
import { file } from "../kinds/file.ts";
import { issue } from "../kinds/issue.ts";
import { notification } from "../kinds/notification.ts";
import { pullRequest } from "../kinds/pull-request.ts";
import { review } from "../kinds/review.ts";
import { status } from "../kinds/status.ts";
import { webhook } from "../kinds/webhook.ts";
import type { OutcomesOptions } from "../options.ts";
import type { Made } from "../outcomes.repository.ts";
import type { Case, Needless } from "./case.ts";

/** Does what an outcome is about. */
export function doOutcome(outcome: Outcome, given: Case, options: OutcomesOptions): Promise<Made | Needless> {
  switch (outcome.kind) {
    case "comment":
      return comment(outcome, given, options);
    case "review":
      return review(outcome, given, options);
    case "status":
      return status(outcome, given, options);
    case "branch":
      return branch(outcome, given, options);
    case "pull_request":
      return pullRequest(outcome, given, options);
    case "issue":
      return issue(outcome, given, options);
    case "file":
      return file(outcome, given, options);
    case "webhook":
      return webhook(outcome, given, options);
    case "notification":
      return notification(outcome, given, options);
    case "bot":
      return bot(outcome, given, options);
  }
}
