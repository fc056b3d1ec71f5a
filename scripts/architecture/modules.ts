/**
 * The modules of the server in their order, lowest first. A module may use those of earlier rows through their
 * `index.ts`, never one of its own row or a later one. The boundary rules and the docs read this list.
 */
export const moduleTiers = [
  ["auth"],
  ["organisation", "projects"],
  ["repositories", "backends", "programs"],
  ["accounts", "drivers", "github", "hooks", "prices"],
  ["inference"],
  ["agents"],
  ["answers", "liveness"],
  ["terminals", "launches"],
  ["executions"],
  ["workspaces", "budgets"],
  ["knowledge"],
  ["bots", "planning", "conversations"],
  ["outcomes", "triggers"],
  ["workflows"],
  ["attention", "headspace"],
  ["notifications", "subscribers"],
  ["voice"],
  ["admin", "operations"],
] as const satisfies readonly (readonly string[])[];

/** A module's row in the list; undefined for one that nobody listed. */
export function tierOf(module: string): number | undefined {
  const tier = moduleTiers.findIndex((names) => (names as readonly string[]).includes(module));
  return tier === -1 ? undefined : tier;
}
