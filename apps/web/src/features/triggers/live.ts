import type { EventEnvelope } from "@signalbox/contract/event";
import type { Refresher } from "../../lib/refresher.ts";
import { deliveryKeys, sourceKeys, triggerKeys } from "./keys.ts";

export const followTriggers =
  (refresher: Refresher) =>
  ({ subject }: EventEnvelope) => {
    if (subject.kind === "trigger") refresher.refresh(triggerKeys.all);
    if (subject.kind === "delivery") {
      refresher.refresh(deliveryKeys.one(subject.id));
      refresher.refresh(deliveryKeys.lists, { restMs: 300 });
      refresher.refresh(triggerKeys.firings, { restMs: 300 });
      refresher.refresh(sourceKeys.all, { restMs: 1_000 });
    }
    // What the clock and events begin is told by the execution alone.
    if (subject.kind === "execution") {
      refresher.refresh(triggerKeys.all, { restMs: 1_000 });
      refresher.refresh(triggerKeys.firings, { restMs: 1_000 });
    }
  };
