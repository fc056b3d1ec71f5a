import type { EventEnvelope } from "@signalbox/contract/event";
import type { Refresher } from "../../lib/refresher.ts";
import { settingsKeys } from "./queries.ts";

/** Keys and hooks may change by another browser or the CLI. */
export const followSettings = (refresher: Refresher) => (event: EventEnvelope) => {
  if (event.type.startsWith("hooks.")) refresher.refresh(settingsKeys.hooks);
  if (event.type.startsWith("api_key.")) refresher.refresh(settingsKeys.keys);
};
