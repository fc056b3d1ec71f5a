import type { EventEnvelope } from "@signalbox/contract/event";
import type { CausingSignal, EventChain } from "@signalbox/contract/event-history";

/** What happened, with all that it led to. */
export interface ChainNode {
  id: string;
  what:
    | { kind: "event"; event: EventEnvelope }
    | { kind: "signal"; signal: CausingSignal }
    | { kind: "unknown" };
  effects: ChainNode[];
}

/** A chain as trees: each event below what caused it, a beginning that is not known above what it led to. */
export const chainTree = ({ events, causes, signals }: EventChain): ChainNode[] => {
  const nodes = new Map<string, ChainNode>();
  for (const signal of signals)
    nodes.set(signal.id, { id: signal.id, what: { kind: "signal", signal }, effects: [] });
  for (const event of [...causes, ...events]) {
    nodes.set(event.id, { id: event.id, what: { kind: "event", event }, effects: [] });
  }
  const roots = signals.flatMap(({ id }) => nodes.get(id) ?? []);
  for (const { id, causationId } of [...causes, ...events]) {
    const node = nodes.get(id);
    if (node === undefined) continue;
    const cause = causationId === null ? undefined : nodes.get(causationId);
    if (causationId === null || (cause !== undefined && leadsTo(node, cause))) roots.push(node);
    else if (cause === undefined || cause.what.kind === "unknown")
      roots.push(beneathUnknown(nodes, node, causationId));
    else cause.effects.push(node);
  }
  return [...new Set(roots)];
};

/** The cause is named, and neither an event nor a signal that is kept: a request, or what was forgotten. */
const beneathUnknown = (nodes: Map<string, ChainNode>, node: ChainNode, causationId: string): ChainNode => {
  const unknown = nodes.get(causationId) ?? { id: causationId, what: { kind: "unknown" }, effects: [] };
  nodes.set(causationId, unknown);
  unknown.effects.push(node);
  return unknown;
};

/** A circle would never end; whoever wrote it, it is drawn open. */
const leadsTo = (node: ChainNode, other: ChainNode): boolean =>
  node === other || node.effects.some((effect) => leadsTo(effect, other));
