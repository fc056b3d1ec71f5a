import { listEvents } from "@signalbox/contract/events";
import type { Project } from "@signalbox/contract/projects";
import { getProject, listProjects } from "@signalbox/contract/projects";
import { infiniteQueryOptions, queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { everyPage } from "../../lib/every-page.ts";

export const projectKeys = {
  all: ["projects"] as const,
  list: ["projects", "list"] as const,
  one: (id: string) => ["projects", "one", id] as const,
  activity: (id: string) => ["projects", "activity", id] as const,
};

export const projectsQuery = queryOptions({
  queryKey: projectKeys.list,
  queryFn: ({ signal }) =>
    everyPage((cursor) => api.call(listProjects, { query: { limit: 200, cursor }, signal })),
});

export const projectQuery = (projectId: string) =>
  queryOptions({
    queryKey: projectKeys.one(projectId),
    queryFn: ({ signal }) => api.call(getProject, { params: { projectId }, signal }),
  });

/** Events that tell what was done in a project. */
const telling = ["command.opened", "command.completed", "question.asked", "agent.ended"].join(",");

/** What happened in a project, the newest first. */
export const activityQuery = (projectId: string) =>
  infiniteQueryOptions({
    queryKey: projectKeys.activity(projectId),
    queryFn: ({ pageParam, signal }) =>
      api.call(listEvents, {
        query: { projectId, type: telling, order: "newest", limit: 20, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });

/** Projects by id, as far as they are known. */
export const useProjects = (): ReadonlyMap<string, Project> => {
  const { data } = useQuery({ ...projectsQuery, select: byId });
  return data ?? none;
};

const none: ReadonlyMap<string, Project> = new Map();
const byId = (projects: readonly Project[]) => new Map(projects.map((project) => [project.id, project]));
