/** What goes on in a project right now. */
export interface ProjectActivity {
  /** Agents that have not ended, children not counted. */
  liveAgents: number;
  /** Those of them that await input. */
  awaitingInput: number;
  lastSeenAt: Date | null;
}

/** Asked for the activity of the projects of one page at once; a project without any may be missing. */
export type ActivityOf = (projectIds: readonly string[]) => Promise<ReadonlyMap<string, ProjectActivity>>;
