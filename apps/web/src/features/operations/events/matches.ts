import type { EventEnvelope } from "@signalbox/contract/event";
import { beginOf, type EventsFilter } from "./search.ts";

/** Whether a filter takes an event: the same that the server finds by it. */
export const matches = (filter: EventsFilter, event: EventEnvelope, now: number): boolean => {
  const { type, projectId, agentId, actor, correlationId, until, text } = filter;
  const since = beginOf(filter, now);
  return (
    (type === undefined || isOfType(event.type, type)) &&
    (projectId === undefined || event.projectId === projectId) &&
    (agentId === undefined || event.agentId === agentId) &&
    (correlationId === undefined || event.correlationId === correlationId) &&
    (actor === undefined || event.actor === actor || event.actor.startsWith(`${actor}:`)) &&
    (since === undefined || Date.parse(event.at) >= Date.parse(since)) &&
    (until === undefined || Date.parse(event.at) < Date.parse(until)) &&
    (text === undefined || idsOf(event).includes(text.toLowerCase()))
  );
};

const isOfType = (type: string, wanted: string): boolean =>
  wanted.endsWith(".*") ? type.startsWith(wanted.slice(0, -1)) : type === wanted;

const idsOf = (event: EventEnvelope): string =>
  [
    event.id,
    event.subject.id,
    event.agentId,
    event.commandId,
    event.turnId,
    event.projectId,
    event.correlationId,
    event.causationId,
  ]
    .filter((id) => id !== null)
    .join(" ")
    .toLowerCase();
