import { botFilesSynced } from "@signalbox/contract/bot-files";
import type { EventEnvelope } from "@signalbox/contract/event";
import type { Refresher } from "../../lib/refresher.ts";
import { botKeys } from "./keys.ts";

export const followBots = (refresher: Refresher) => (event: EventEnvelope) => {
  if (event.type === botFilesSynced.type) {
    refresher.refresh(botKeys.syncs);
    refresher.refresh(botKeys.everyFile);
  }
  if (["bot", "bot_snippet"].includes(event.subject.kind))
    refresher.refresh(botKeys.snippets, { restMs: 300 });
  if (event.subject.kind !== "bot") return;
  // It may be another one than its file says by now.
  refresher.refresh(botKeys.everyFile, { restMs: 300 });
  refresher.refresh(botKeys.one(event.subject.id));
  refresher.refresh(botKeys.versions(event.subject.id));
  refresher.refresh(botKeys.lists, { restMs: 300 });
};
