/** What goes on in a project right now; children of agents are not counted. */
export interface ProjectCounts {
  /** Agents that have not ended. */
  live: number;
  /** Those of them that await input. */
  awaitingInput: number;
  lastSeenAt: Date | null;
}

/** Asked for the projects of one page at once; a project without agents may be missing. */
export type CountsOf = (projectIds: readonly string[]) => Promise<ReadonlyMap<string, ProjectCounts>>;
