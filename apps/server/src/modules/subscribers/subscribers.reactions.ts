import type { EventEnvelope } from "@signalbox/contract/event";
import { eventCatalogue } from "@signalbox/contract/event-catalogue";
import type { Statement } from "../../platform/database/database.ts";
import type { Reaction } from "../../platform/events/events.ts";

/** Hears all there is, since a subscriber may ask for any of it. */
export const onAllEvents = (write: (event: EventEnvelope) => Promise<Statement[]>): Reaction => ({
  name: "subscribers.messages",
  types: eventCatalogue.map(({ type }): string => type),
  isSink: true,
  handle: write,
});
