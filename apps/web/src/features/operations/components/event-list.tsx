import type { EventEnvelope } from "@signalbox/contract/event";
import { Link } from "@tanstack/react-router";
import { useMemo, useRef } from "react";
import { useNow } from "../../../lib/clock.ts";
import { clockWithSeconds, count, moment } from "../../../lib/format.ts";
import { useAdmission } from "../../../lib/use-admission.ts";
import { LetIn } from "../../../ui/let-in.tsx";
import { More } from "../../../ui/more.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { useProjects } from "../../projects/index.ts";
import { toneOf, whatHappened, whoseEvent } from "../events/event-words.ts";
import type { EventsFilter } from "../events/search.ts";
import { useEvents } from "../events/use-events.ts";

interface EventListProps {
  filter: EventsFilter;
  /** The position of the event that is open. */
  open: string | undefined;
}

/** The log as it grows, newest first; what belongs to the open event is joined by a line. */
export const EventList = ({ filter, open }: EventListProps) => {
  const { query, events } = useEvents(filter);
  const wanted = useMemo(() => events.map(({ position }) => ({ id: position, slot: "" })), [events]);
  const { places, waiting, letIn, holders } = useAdmission(wanted);
  const rows = useRef<HTMLUListElement>(null);
  const byPosition = useMemo(() => new Map(events.map((event) => [event.position, event])), [events]);

  if (query.data === undefined) {
    return <Unread query={query} lines={8} loading="Loading events" failed="Events could not be read" />;
  }
  if (events.length === 0 && !query.hasNextPage)
    return <NoEvents filtered={Object.keys(filter).length > 0} />;
  const chain = open === undefined ? undefined : byPosition.get(open)?.correlationId;
  const shown = places.flatMap(({ id }) => byPosition.get(id) ?? []);
  return (
    <>
      <div {...holders}>
        <LetIn waiting={waiting} onLetIn={letIn}>
          {count(waiting, "new event")}. Rows keep their places while you are at them.
        </LetIn>
        <ul className="events" ref={rows}>
          {shown.map((event, index) => (
            <Row
              key={event.position}
              event={event}
              open={event.position === open}
              place={placeInChain(shown, index, chain)}
            />
          ))}
        </ul>
      </div>
      {query.data.searchedTo === null ? null : <SearchedTo position={query.data.searchedTo} />}
      <More query={query} rows={rows} />
    </>
  );
};

type PlaceInChain = "alone" | "first" | "within" | "last" | undefined;

/** Where a row stands on the line that joins the open event's chain; the line passes over rows between. */
const placeInChain = (
  shown: readonly EventEnvelope[],
  index: number,
  chain: string | undefined,
): PlaceInChain => {
  if (chain === undefined || shown[index]?.correlationId !== chain) return undefined;
  const above = shown[index - 1]?.correlationId === chain;
  const below = shown[index + 1]?.correlationId === chain;
  if (above) return below ? "within" : "last";
  return below ? "first" : "alone";
};

interface RowProps {
  event: EventEnvelope;
  open: boolean;
  place: PlaceInChain;
}

const Row = ({ event, open, place }: RowProps) => {
  const project = useProjects().get(event.projectId ?? "");
  const now = useNow();
  const tone = toneOf(event);
  const whose = [project?.name, whoseEvent(event)].filter(Boolean).join(", ");
  return (
    <li data-chain={place}>
      <Link
        to="/operations/events"
        search={(search) => ({ ...search, event: event.position })}
        resetScroll={false}
        className="events__row"
        aria-current={open ? "true" : undefined}
        data-stop
      >
        <time className="events__time" dateTime={event.at}>
          {isToday(event.at, now) ? clockWithSeconds(event.at) : moment(event.at, now)}
        </time>
        <span className="events__position wide-only">{grouped(event.position)}</span>
        <span className="mono events__type cut">{event.type}</span>
        <span className={`cut ${tone === "plain" ? "ink2" : tone}`}>
          {whatHappened(event)}
          {whose === "" ? null : <span className="ink3"> · {whose}</span>}
        </span>
      </Link>
    </li>
  );
};

const isToday = (at: string, now: number): boolean =>
  new Date(at).toDateString() === new Date(now).toDateString();

/** `184,188` */
export const grouped = (position: string): string => BigInt(position).toLocaleString("en-GB");

const SearchedTo = ({ position }: { position: string }) => (
  <p className="small ink3 events__end">
    Searched back to event {grouped(position)}. The search goes on from there.
  </p>
);

const NoEvents = ({ filtered }: { filtered: boolean }) =>
  filtered ? (
    <Empty title="No event matches">
      <p>Widen the filter above. New ones that match appear here by themselves.</p>
    </Empty>
  ) : (
    <Empty title="Nothing has happened yet">
      <p>Everything that Signalbox notices or does is written down here, in order.</p>
    </Empty>
  );
