import type { EventEnvelope } from "@signalbox/contract/event";
import { AppError } from "../../kernel/errors.ts";
import type { Queryable } from "../database/database.ts";
import { readEvent } from "./event-store.ts";
import { type EventSearchPage, type FoundEvents, searchEvents } from "./search-events.ts";

/** The log as it is looked back at: in any order, and by what an event tells. */
export interface EventHistory {
  search(page: EventSearchPage): Promise<FoundEvents>;
  /** @throws AppError `events.not_found` */
  get(position: bigint): Promise<EventEnvelope>;
}

export const createEventHistory = (read: Queryable): EventHistory => ({
  search: (page) => searchEvents(read, page),
  async get(position) {
    const event = await readEvent(read, position);
    if (event === undefined)
      throw new AppError("not_found", "events.not_found", `No event ${position} is kept`);
    return event;
  },
});
