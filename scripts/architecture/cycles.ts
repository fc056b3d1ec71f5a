/** A graph as lists of successors. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/**
 * Cycles of a graph, at least one of each knot: a walk in depth that reports every edge back onto its own path.
 * Each cycle starts and ends with the same node.
 */
export function cyclesIn(graph: Graph): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const walk = (node: string) => {
    const start = path.indexOf(node);
    if (start !== -1) {
      cycles.push([...path.slice(start), node]);
      return;
    }
    if (done.has(node)) return;
    path.push(node);
    for (const next of graph.get(node) ?? []) walk(next);
    path.pop();
    done.add(node);
  };
  for (const node of graph.keys()) walk(node);
  return cycles;
}
