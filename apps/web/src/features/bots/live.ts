import type { EventEnvelope } from "@signalbox/contract/event";
import type { Refresher } from "../../lib/refresher.ts";
import { botKeys } from "./keys.ts";

export const followBots = (refresher: Refresher) => (event: EventEnvelope) => {
  if (event.subject.kind !== "bot") return;
  refresher.refresh(botKeys.one(event.subject.id));
  refresher.refresh(botKeys.versions(event.subject.id));
  refresher.refresh(botKeys.lists, { restMs: 300 });
};
