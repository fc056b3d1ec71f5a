import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { usePageTitle } from "../../../ui/page.tsx";
import { EventDetail } from "../components/event-detail.tsx";
import { EventFilters } from "../components/event-filters.tsx";
import { EventList } from "../components/event-list.tsx";
import { type EventsFilter, filterOf, readEventsSearch } from "../events/search.ts";
import "./events.css";

/** `/operations/events`: everything that happened, live, and one event of it. */
export const EventsPage = () => {
  usePageTitle("Events");
  const navigate = useNavigate();
  // The router hands on what the address says beside what was read from it.
  const search = readEventsSearch(useSearch({ strict: false }));
  const { event } = search;
  const key = JSON.stringify(filterOf(search));
  const filter = useMemo((): EventsFilter => JSON.parse(key), [key]);
  const narrow = (next: EventsFilter) =>
    void navigate({
      to: "/operations/events",
      search: { ...next, ...(event === undefined ? {} : { event }) },
      resetScroll: false,
      replace: true,
    });
  return (
    <>
      <EventFilters filter={filter} onChange={narrow} />
      <div className="split" data-open={event === undefined ? undefined : true}>
        <section className="panel split__list" aria-label="Events">
          <EventList key={key} filter={filter} open={event} />
        </section>
        {event === undefined ? null : (
          <section className="panel split__detail" aria-label="One event">
            <EventDetail key={event} position={event} filter={filter} onNarrow={narrow} />
          </section>
        )}
      </div>
    </>
  );
};
