import type { EventEnvelope } from "@signalbox/contract/event";
import type { Refresher } from "../../lib/refresher.ts";
import { subscriberKeys } from "./keys.ts";

export const followSubscribers =
  (refresher: Refresher) =>
  ({ subject }: EventEnvelope) => {
    if (subject.kind === "subscriber") refresher.refresh(subscriberKeys.all);
  };
