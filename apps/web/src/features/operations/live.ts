import type { EventEnvelope } from "@signalbox/contract/event";
import type { Refresher } from "../../lib/refresher.ts";
import { eventTail, tailLength } from "./events/event-tail.ts";
import { eventKeys, healthKey, hookKeys, jobKeys } from "./keys.ts";

/** Keeps the newest events for the pages that list them. */
export const followOperations = (refresher: Refresher) => {
  let sinceRead = 0;
  return (event: EventEnvelope) => {
    eventTail.push(event);
    if (event.type.startsWith("job.")) refresher.refresh(jobKeys.all, { restMs: 1000 });
    // Hooks were installed or removed, or a CLI was heard, perhaps for the first time.
    if (event.type.startsWith("hooks.") || event.type === "agent.started") {
      for (const key of [healthKey, hookKeys.all]) refresher.refresh(key, { restMs: 3000 });
    }
    sinceRead += 1;
    // Lists that were read before all that is kept would have a hole.
    if (sinceRead < tailLength / 2) return;
    sinceRead = 0;
    refresher.refresh(eventKeys.lists, { restMs: 2000 });
  };
};

/** Everything is fetched anew: what was told before counts no more. */
export const forgetOperations = (): void => eventTail.forget();
