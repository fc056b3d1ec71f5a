import type { EventEnvelope } from "@signalbox/contract/event";
import type { EventChain } from "@signalbox/contract/event-history";
import { AppError } from "../../../kernel/errors.ts";
import type { EventHistory } from "../../../platform/events/event-history.ts";
import type { KnownAgents } from "./ports.ts";

/** No request or hook that a person could read through leads to more. */
const mostEvents = 500;
/** So far back causes are followed. */
const mostSteps = 10;

const noChain = (correlationId: string) =>
  new AppError("not_found", "events.chain_not_found", `No event of the chain ${correlationId} is kept`);

/**
 * All events of a correlation id, and what led to them.
 * @throws AppError `events.chain_not_found`
 */
export const eventChain = async (
  history: EventHistory,
  agents: Pick<KnownAgents, "signalsBy">,
  correlationId: string,
): Promise<EventChain> => {
  const found = await history.correlated(correlationId, mostEvents + 1);
  if (found.length === 0) throw noChain(correlationId);
  const events = found.slice(0, mostEvents);
  const causes = await causesOf(history, events);
  const signals = await agents.signalsBy(unexplained([...causes, ...events]));
  return { correlationId, events, truncated: found.length > mostEvents, causes, signals };
};

/** Events of other chains that led to these, step by step back. */
const causesOf = async (
  history: EventHistory,
  events: readonly EventEnvelope[],
): Promise<EventEnvelope[]> => {
  const causes: EventEnvelope[] = [];
  for (let step = 0; step < mostSteps; step += 1) {
    const earlier = await history.causes(unexplained([...causes, ...events]));
    if (earlier.length === 0) break;
    causes.unshift(...earlier);
  }
  return causes;
};

/** Causes that are none of the events themselves. */
const unexplained = (events: readonly EventEnvelope[]): string[] => {
  const known = new Set(events.map(({ id }) => id));
  return [...new Set(events.flatMap(({ causationId }) => causationId ?? []))].filter((id) => !known.has(id));
};
