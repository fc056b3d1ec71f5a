import fc from "fast-check";
import { expect, test } from "vitest";
import { cyclesIn, type Graph } from "./cycles.ts";

const edges = fc.array(fc.tuple(fc.nat({ max: 7 }), fc.nat({ max: 7 })), { maxLength: 16 });
const graphOf = (pairs: readonly (readonly [number, number])[]): Graph =>
  new Map(
    pairs.map(([from]) => [`${from}`, pairs.filter((pair) => pair[0] === from).map(([, to]) => `${to}`)]),
  );

test("edges that only lead upwards have no cycle", () => {
  fc.assert(
    fc.property(edges, (pairs) => {
      expect(cyclesIn(graphOf(pairs.filter(([from, to]) => from < to)))).toEqual([]);
    }),
  );
});

test("closing any path makes a cycle, and each one reported follows the edges", () => {
  fc.assert(
    fc.property(edges, fc.uniqueArray(fc.nat({ max: 7 }), { minLength: 1 }), (pairs, path) => {
      const closed = path.map((node, index) => [node, path[(index + 1) % path.length] ?? node] as const);
      const graph = graphOf([...pairs, ...closed]);
      const cycles = cyclesIn(graph);
      expect(cycles.length).toBeGreaterThan(0);
      for (const cycle of cycles) {
        expect(cycle.at(-1)).toBe(cycle[0]);
        for (const [index, node] of cycle.slice(1).entries()) {
          expect(graph.get(cycle[index] ?? "")).toContain(node);
        }
      }
    }),
  );
});
