import { useIsUnread } from "../use-seen.ts";

/** Marks an agent that did something since one looked at it; `at` is when. */
export const Unseen = ({ agentId, at }: { agentId: string; at: string }) =>
  useIsUnread()({ id: agentId, lastSeenAt: at }) ? (
    <span className="unseen">
      <span className="hidden-visually">New since you looked</span>
    </span>
  ) : null;
