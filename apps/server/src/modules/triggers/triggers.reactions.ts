import type { EventEnvelope } from "@signalbox/contract/event";
import { eventCatalogue } from "@signalbox/contract/event-catalogue";
import type { Statement } from "../../platform/database/database.ts";
import type { Reaction } from "../../platform/events/events.ts";

/** What comes with every turn of an agent, and with every delivery, starts nothing. */
const unheard = ["turn.", "delivery."];

/** Triggers on events: each begins once for an event, since what it began is committed with the place in the log. */
export const onEvents = (start: (event: EventEnvelope) => Promise<Statement[]>): Reaction => ({
  name: "triggers.events",
  types: eventCatalogue
    .map(({ type }): string => type)
    .filter((type) => !unheard.some((family) => type.startsWith(family))),
  handle: start,
});
