import type { EventEnvelope } from "@signalbox/contract/event";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { clockWithSeconds, date } from "../../../lib/format.ts";
import { isMissing } from "../../../lib/missing.ts";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { Code } from "../../../ui/scroller.tsx";
import { AgentLink } from "../../agents/index.ts";
import { useProjects } from "../../projects/index.ts";
import { meaningOf, whoseEvent } from "../events/event-words.ts";
import type { EventsFilter } from "../events/search.ts";
import { eventQuery } from "../queries.ts";
import { EventChain } from "./event-chain.tsx";
import { type Change, narrowed, shortId } from "./event-filters.tsx";
import { grouped } from "./event-list.tsx";

interface EventDetailProps {
  position: string;
  filter: EventsFilter;
  onNarrow: (filter: EventsFilter) => void;
}

/** One event whole: what it means, whom it concerns, what it belongs to, what it carries. */
export const EventDetail = ({ position, filter, onNarrow }: EventDetailProps) => {
  const query = useQuery(eventQuery(position));
  const event = query.data;
  return (
    <>
      <div className="panel__head">
        <h2 className="mono cut">{event?.type ?? `Event ${grouped(position)}`}</h2>
        <Link
          to="/operations/events"
          search={({ event: _, ...rest }) => rest}
          resetScroll={false}
          className="btn btn--quiet btn--icon push"
          aria-label="Close the event"
        >
          <Icon name="close" small />
        </Link>
      </div>
      {event !== undefined ? (
        <EventFacts event={event} narrow={(part) => onNarrow(narrowed(filter, part))} />
      ) : isMissing(query.error) ? (
        <Empty title="This event is not kept">
          <p>It is older than the log reaches back, or was never written.</p>
        </Empty>
      ) : (
        <Unread query={query} loading="Loading the event" failed="The event could not be read" />
      )}
    </>
  );
};

interface EventFactsProps {
  event: EventEnvelope;
  narrow: (part: Change) => void;
}

const EventFacts = ({ event, narrow }: EventFactsProps) => {
  const project = useProjects().get(event.projectId ?? "");
  const data = JSON.stringify(event.data, null, 2);
  return (
    <div className="panel__body stack">
      <p className="ink2">{meaningOf(event.type) ?? "A type that this page does not know"}.</p>
      <dl className="kv num">
        <Fact word="When">
          {date(event.at)}, {clockWithSeconds(event.at)}
          <span className="ink3">.{event.at.slice(20, 23)}</span>
        </Fact>
        <Fact word="Position">{grouped(event.position)}</Fact>
        <Fact word="Agent">
          {event.agentId === null ? null : (
            <>
              <AgentLink agentId={event.agentId} className="link" stop={false}>
                {whoseEvent(event) || shortId(event.agentId)}
              </AgentLink>{" "}
              <Only onClick={() => narrow({ agentId: event.agentId ?? undefined })} of="agent" />
            </>
          )}
        </Fact>
        <Fact word="Project">
          {event.projectId === null ? null : (
            <>
              <Link to="/projects/$projectId" params={{ projectId: event.projectId }} className="link">
                {project?.name ?? shortId(event.projectId)}
              </Link>{" "}
              <Only onClick={() => narrow({ projectId: event.projectId ?? undefined })} of="project" />
            </>
          )}
        </Fact>
        <Fact word="Concerns">
          {event.subject.kind} <span className="mono">{event.subject.id}</span>
        </Fact>
        <Fact word="By">
          <span className="mono">{event.actor}</span>{" "}
          <Only onClick={() => narrow({ actor: event.actor })} of="actor" />
        </Fact>
        <Fact word="Chain">
          <span className="mono">{event.correlationId}</span>{" "}
          <Only onClick={() => narrow({ correlationId: event.correlationId })} of="chain" />
        </Fact>
        <Fact word="Caused by">
          {event.causationId === null ? null : <span className="mono">{event.causationId}</span>}
        </Fact>
        <Fact word="Event id">
          <span className="mono">{event.id}</span>
        </Fact>
      </dl>
      <h3>Chain</h3>
      <EventChain event={event} />
      <h3>Data</h3>
      <Code>{data}</Code>
      <div className="row row--wrap">
        <Link to="/operations/past" search={{ at: event.position }} className="btn">
          <Icon name="back" small />
          The board as of then
        </Link>
        <CopyButton text={JSON.stringify(event, null, 2)} label="Copy as JSON" />
      </div>
    </div>
  );
};

/** A line of facts; nothing where there is no fact. */
const Fact = ({ word, children }: { word: string; children: ReactNode }) =>
  children === null ? null : (
    <>
      <dt>{word}</dt>
      <dd>{children}</dd>
    </>
  );

const Only = ({ of, onClick }: { of: string; onClick: () => void }) => (
  <button type="button" className="only link small" onClick={onClick}>
    Only this {of}
  </button>
);
