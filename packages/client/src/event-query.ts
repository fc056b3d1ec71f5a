/** Which events a stream carries; without any, all of them. */
export interface StreamFilter {
  /** Event types; `command.*` takes a family. */
  types?: readonly string[] | undefined;
  projectIds?: readonly string[] | undefined;
  agentIds?: readonly string[] | undefined;
}

/** The filter as the query of `GET /api/events` and its stream. */
export const filterQuery = ({ types, projectIds, agentIds }: StreamFilter) => ({
  type: listed(types),
  projectId: listed(projectIds),
  agentId: listed(agentIds),
});

const listed = (values: readonly string[] | undefined): string | undefined =>
  values === undefined || values.length === 0 ? undefined : values.join(",");
