import { commandCompleted, questionAsked } from "@signalbox/contract/agent-events";
import type { QuestionKind } from "@signalbox/contract/agents";
import type { EventEnvelope } from "@signalbox/contract/event";
import type { NotificationReason } from "@signalbox/contract/notification-channels";
import { isRateLimit } from "@signalbox/contract/rate-limit";
import { z } from "zod";

/** What people may be told of an event. */
export interface Occasion {
  reason: NotificationReason;
  questionId: string | null;
}

const Asked = questionAsked.data.pick({ questionId: true, kind: true });
const { outcome, errorClass, parentId } = commandCompleted.data.shape;
/** Events of before agents' parents were told are of sessions. */
const Completed = z.object({ outcome, errorClass, parentId: parentId.default(null) });

/** The events that can be an occasion. */
export const occasionTypes: readonly string[] = [questionAsked.type, commandCompleted.type];

const reasonOf: Readonly<Record<QuestionKindWord, NotificationReason>> = {
  permission: "permission",
  plan: "plan",
  options: "question",
  text: "question",
};
type QuestionKindWord = z.infer<typeof QuestionKind>;

/** What an event is an occasion for; null where it is for nothing. What a person ended themselves is no news to them. */
export function occasionOf({ type, data }: Pick<EventEnvelope, "type" | "data">): Occasion | null {
  if (type === questionAsked.type) {
    const { kind, questionId } = Asked.parse(data);
    return { reason: reasonOf[kind], questionId };
  }
  if (type !== commandCompleted.type) return null;
  const ended = Completed.parse(data);
  // A child's command is part of its parent's.
  if (ended.parentId !== null) return null;
  if (ended.outcome === "done") return { reason: "finished", questionId: null };
  if (ended.outcome === "lost") return { reason: "failed", questionId: null };
  if (ended.outcome !== "failed") return null;
  return { reason: isRateLimit(ended.errorClass) ? "rate_limited" : "failed", questionId: null };
}
