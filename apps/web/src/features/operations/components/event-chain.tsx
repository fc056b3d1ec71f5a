import type { EventEnvelope } from "@signalbox/contract/event";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { took } from "../../../lib/format.ts";
import { Unread } from "../../../ui/reading.tsx";
import { type ChainNode, chainTree } from "../events/chain-tree.ts";
import { toneOf, whatHappened } from "../events/event-words.ts";
import { chainQuery } from "../queries.ts";

/** What led to an event and what else came of it, as a tree. */
export const EventChain = ({ event }: { event: EventEnvelope }) => {
  const query = useQuery(chainQuery(event.correlationId));
  if (query.data === undefined) {
    return (
      <Unread query={query} lines={3} loading="Loading the chain" failed="The chain could not be read" />
    );
  }
  const { events, causes, truncated } = query.data;
  const begin = Date.parse((causes[0] ?? events[0] ?? event).at);
  return (
    <>
      <ul className="tree" aria-label="Chain">
        {chainTree(query.data).map((node) => (
          <Branch key={node.id} node={node} begin={begin} open={event.id} />
        ))}
      </ul>
      {truncated ? <p className="small ink3">The first {events.length} events of it are shown.</p> : null}
    </>
  );
};

interface BranchProps {
  node: ChainNode;
  /** When the chain began. */
  begin: number;
  /** The event that is open. */
  open: string;
}

const Branch = ({ node, begin, open }: BranchProps) => (
  <li>
    <Step node={node} begin={begin} open={open} />
    {node.effects.length === 0 ? null : (
      <ul>
        {node.effects.map((effect) => (
          <Branch key={effect.id} node={effect} begin={begin} open={open} />
        ))}
      </ul>
    )}
  </li>
);

const Step = ({ node: { id, what }, begin, open }: BranchProps) => {
  if (what.kind === "unknown")
    return <span className="tree__step ink3">A request, or what is no longer kept</span>;
  if (what.kind === "signal") {
    return (
      <span className="tree__step">
        <span className="strong">{what.signal.event}</span>
        <span className="ink3">hook of {what.signal.backend}</span>
      </span>
    );
  }
  const { event } = what;
  const tone = toneOf(event);
  return (
    <Link
      to="/operations/events"
      search={(search) => ({ ...search, event: event.position })}
      resetScroll={false}
      className="tree__step"
      aria-current={id === open ? "true" : undefined}
    >
      <span className="mono">{event.type}</span>
      <span className={`cut ${tone === "plain" ? "ink2" : tone}`}>{whatHappened(event)}</span>
      <span className="push ink3 num nowrap">{sinceBegin(Date.parse(event.at) - begin)}</span>
    </Link>
  );
};

const sinceBegin = (ms: number): string => (ms <= 0 ? "" : `+${took(ms)}`);
