import type { EventEnvelope } from "@signalbox/contract/event";
import type { EventFilter } from "./events.ts";

/** An event filter in the parts that SQL and memory compare alike; null narrows nothing. */
export interface FilterParts {
  types: readonly string[] | null;
  families: readonly string[] | null;
  projectIds: readonly string[] | null;
  agentIds: readonly string[] | null;
}

/** Takes a filter apart: `command.*` is the family `command`. */
export const filterParts = ({ types = [], projectIds, agentIds }: EventFilter): FilterParts => ({
  types: types.length === 0 ? null : types.filter((type) => !type.endsWith(".*")),
  families: types.length === 0 ? null : types.filter((type) => type.endsWith(".*")).map(familyOf),
  projectIds: narrowing(projectIds),
  agentIds: narrowing(agentIds),
});

/** The first word of a type. */
const familyOf = (type: string): string => type.slice(0, type.indexOf("."));

const narrowing = (values: readonly string[] | undefined): readonly string[] | null =>
  values === undefined || values.length === 0 ? null : values;

/** The filter as a test in memory; it must agree with the store's SQL. */
export const matcher = (filter: EventFilter): ((event: EventEnvelope) => boolean) => {
  const parts = filterParts(filter);
  const types = new Set(parts.types);
  const families = new Set(parts.families);
  const projects = parts.projectIds && new Set(parts.projectIds);
  const agents = parts.agentIds && new Set(parts.agentIds);
  return (event) =>
    (parts.types === null || types.has(event.type) || families.has(familyOf(event.type))) &&
    (projects === null || (event.projectId !== null && projects.has(event.projectId))) &&
    (agents === null || (event.agentId !== null && agents.has(event.agentId)));
};
