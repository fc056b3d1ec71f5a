import {
  type Ending,
  endAgent,
  endLaunch,
  getAgentTerminal,
  getLaunch,
  getLaunchOptions,
  type Launch,
  listLaunches,
  resumeAgent,
  startLaunch,
} from "@signalbox/contract/launches";
import { getRestart, restartAgent } from "@signalbox/contract/restarts";
import type { BodyInputOf } from "@signalbox/contract/route";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { launchKeys } from "./keys.ts";

export const launchOptionsQuery = queryOptions({
  queryKey: launchKeys.options,
  queryFn: ({ signal }) => api.call(getLaunchOptions, { signal }),
  // Somebody may install one meanwhile.
  staleTime: 0,
});

/** While it starts, its terminal is looked at: it may ask something that no hook tells. */
export const launchQuery = (launchId: string) =>
  queryOptions({
    queryKey: launchKeys.one(launchId),
    queryFn: ({ signal }) => api.call(getLaunch, { params: { launchId }, signal }),
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.state === "starting" || data.state === "waiting" ? 1_000 : false,
  });

/** Those that are open; which of them have no agent yet is seen in them. */
export const unheardQuery = queryOptions({
  queryKey: launchKeys.unheard,
  queryFn: ({ signal }) => api.call(listLaunches, { query: { open: "true", limit: 100 }, signal }),
});

export const terminalQuery = (agentId: string) =>
  queryOptions({
    queryKey: launchKeys.terminal(agentId),
    queryFn: ({ signal }) => api.call(getAgentTerminal, { params: { agentId }, signal }),
  });

type Wish = BodyInputOf<typeof startLaunch>;

const useLaunching = <Given>(call: (given: Given) => Promise<Launch>) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSettled: () => client.invalidateQueries({ queryKey: launchKeys.options }),
  });
};

export const useStart = () => useLaunching((body: Wish) => api.call(startLaunch, { body }));

/** With a key of its own: asked again after a fault on the way, it is the same start. */
export const useResume = (agentId: string) =>
  useLaunching((key: string) => api.call(resumeAgent, { params: { agentId }, body: { key } }));

export const useEndLaunch = (launchId: string) =>
  useMutation({
    mutationFn: (how: Ending) => api.call(endLaunch, { params: { launchId }, body: { how } }),
  });

export const useEnd = (agentId: string) =>
  useMutation({ mutationFn: (how: Ending) => api.call(endAgent, { params: { agentId }, body: { how } }) });

/** Followed by its events; looked at now and then, since a page may miss one. */
export const restartQuery = (restartId: string) =>
  queryOptions({
    queryKey: launchKeys.restart(restartId),
    queryFn: ({ signal }) => api.call(getRestart, { params: { restartId }, signal }),
    refetchInterval: ({ state: { data } }) => (data?.endedAt === null ? 2_000 : false),
  });

export const useRestart = (agentId: string) =>
  useMutation({
    mutationFn: (body: BodyInputOf<typeof restartAgent>) =>
      api.call(restartAgent, { params: { agentId }, body }),
  });
