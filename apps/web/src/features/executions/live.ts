import type { EventEnvelope } from "@signalbox/contract/event";
import type { Refresher } from "../../lib/refresher.ts";
import { executionKeys } from "./keys.ts";

export const followExecutions = (refresher: Refresher) => (event: EventEnvelope) => {
  // What waits may wait for a budget.
  if (event.subject.kind === "budget") return refresher.refresh(executionKeys.lists, { restMs: 300 });
  if (event.subject.kind !== "execution") return;
  refresher.refresh(executionKeys.one(event.subject.id));
  refresher.refresh(executionKeys.lists, { restMs: 300 });
};
