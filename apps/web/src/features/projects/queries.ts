import { getAgent } from "@signalbox/contract/agents";
import type { Project } from "@signalbox/contract/projects";
import {
  changeProject,
  createProject,
  getProject,
  listProjectActivity,
  listProjects,
} from "@signalbox/contract/projects";
import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { everyPage } from "../../lib/every-page.ts";

export const projectKeys = {
  all: ["projects"] as const,
  list: ["projects", "list"] as const,
  one: (id: string) => ["projects", "one", id] as const,
  activity: (id: string) => ["projects", "activity", id] as const,
  agentTitle: (agentId: string) => ["projects", "agent-title", agentId] as const,
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

/** What happened in a project and its worktrees, the newest first. */
export const activityQuery = (projectId: string) =>
  infiniteQueryOptions({
    queryKey: projectKeys.activity(projectId),
    queryFn: ({ pageParam, signal }) =>
      api.call(listProjectActivity, {
        params: { projectId },
        query: { limit: 20, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });

/** What an agent is called by now; not asked for one that was called something as it did what is told. */
export const useAgentTitle = (agentId: string | null, then: string | null): string | null => {
  const { data } = useQuery({
    queryKey: projectKeys.agentTitle(agentId ?? ""),
    queryFn: async ({ signal }) =>
      (await api.call(getAgent, { params: { agentId: agentId ?? "" }, signal })).title,
    enabled: agentId !== null && then === null,
    // One that was erased stays so.
    retry: false,
  });
  return then ?? data ?? null;
};

/** Projects by id, as far as they are known. */
export const useProjects = (): ReadonlyMap<string, Project> => {
  const { data } = useQuery({ ...projectsQuery, select: byId });
  return data ?? none;
};

/** What a project is called; one that is not known by name yet, or not any more, is not none. */
export const useProjectWord = (projectId: string | null, without: string): string => {
  const project = useProjects().get(projectId ?? "");
  return projectId === null ? without : (project?.name ?? "…");
};

const none: ReadonlyMap<string, Project> = new Map();
const byId = (projects: readonly Project[]) => new Map(projects.map((project) => [project.id, project]));

/** What is asked for; see `createProject` and `changeProject`. */
interface Wish {
  path?: string;
  remote?: string;
  name?: string;
  description: string;
}
interface Change {
  path?: string;
  remote?: string | null;
  remoteByHand?: false;
  name?: string;
  description?: string;
}

const useProjectMutation = <Body>(call: (body: Body) => Promise<Project>) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess: () => client.invalidateQueries({ queryKey: projectKeys.all }),
  });
};

export const useAddProject = () => useProjectMutation((body: Wish) => api.call(createProject, { body }));

export const useChangeProject = (projectId: string) =>
  useProjectMutation((body: Change) => api.call(changeProject, { params: { projectId }, body }));
