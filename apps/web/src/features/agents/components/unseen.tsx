import { use } from "react";
import { PinnedTime } from "../../../lib/clock.ts";
import { useIsUnread } from "../use-seen.ts";

/** Marks an agent that did something since one looked at it; `at` is when. Nothing is new in what is shown as it was. */
export const Unseen = ({ agentId, at }: { agentId: string; at: string }) => {
  const isPast = use(PinnedTime) !== null;
  const isUnread = useIsUnread()({ id: agentId, lastSeenAt: at });
  return isUnread && !isPast ? (
    <span className="unseen">
      <span className="hidden-visually">New since you looked</span>
    </span>
  ) : null;
};
