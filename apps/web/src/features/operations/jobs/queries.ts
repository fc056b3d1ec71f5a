import { createTicket } from "@signalbox/contract/auth";
import {
  cancelJob,
  discardDeadLetter,
  discardJob,
  getJob,
  listDeadLetters,
  listJobQueues,
  listJobSchedules,
  listJobs,
  retryDeadLetter,
  retryJob,
  runJobSchedule,
} from "@signalbox/contract/jobs";
import {
  listBackups,
  listExports,
  previewRetention,
  runRetention,
  startBackup,
  startExport,
} from "@signalbox/contract/upkeep";
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../lib/api.ts";
import { jobKeys } from "../keys.ts";
import type { JobsFilter } from "./search.ts";

/** Few jobs tell by events how they are: what is on the screen is asked for again. */
const asked = { refetchInterval: 3_000 };

export const jobsQuery = ({ text, ...filter }: JobsFilter) =>
  infiniteQueryOptions({
    queryKey: [...jobKeys.all, "list", filter, text],
    queryFn: ({ pageParam, signal }) =>
      api.call(listJobs, { query: { ...filter, search: text, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    ...asked,
  });

export const jobQuery = (jobId: string) =>
  queryOptions({
    queryKey: [...jobKeys.all, "one", jobId],
    queryFn: ({ signal }) => api.call(getJob, { params: { jobId }, signal }),
    refetchInterval: 1_000,
  });

export const queuesQuery = queryOptions({
  queryKey: [...jobKeys.all, "queues"],
  queryFn: async ({ signal }) => (await api.call(listJobQueues, { signal })).items,
  ...asked,
});

export const schedulesQuery = queryOptions({
  queryKey: [...jobKeys.all, "schedules"],
  queryFn: async ({ signal }) => (await api.call(listJobSchedules, { signal })).items,
  ...asked,
});

export const lettersQuery = infiniteQueryOptions({
  queryKey: [...jobKeys.all, "letters"],
  queryFn: ({ pageParam, signal }) =>
    api.call(listDeadLetters, { query: { limit: 50, cursor: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
  select: ({ pages }) => pages.flatMap(({ items }) => items),
});

export const retentionQuery = queryOptions({
  queryKey: [...jobKeys.all, "retention"],
  queryFn: async ({ signal }) => (await api.call(previewRetention, { signal })).items,
});

export const exportsQuery = queryOptions({
  queryKey: [...jobKeys.all, "exports"],
  queryFn: async ({ signal }) => (await api.call(listExports, { signal })).items,
  ...asked,
});

export const backupsQuery = queryOptions({
  queryKey: [...jobKeys.all, "backups"],
  queryFn: async ({ signal }) => (await api.call(listBackups, { signal })).items,
  ...asked,
});

/** What a person does to jobs; what is shown of them is read anew afterwards. */
const useAct = <Reply>(act: (id: string) => Promise<Reply>) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () => cache.invalidateQueries({ queryKey: jobKeys.all }),
  });
};

export const useRetryJob = () => useAct((jobId) => api.call(retryJob, { params: { jobId } }));
export const useCancelJob = () => useAct((jobId) => api.call(cancelJob, { params: { jobId } }));
export const useDiscardJob = () => useAct((jobId) => api.call(discardJob, { params: { jobId } }));
export const useRunSchedule = () => useAct((queue) => api.call(runJobSchedule, { params: { queue } }));
export const useRetryLetter = () => useAct((letterId) => api.call(retryDeadLetter, { params: { letterId } }));
export const useDiscardLetter = () =>
  useAct((letterId) => api.call(discardDeadLetter, { params: { letterId } }));

export const upkeepKinds = {
  retention: () => api.call(runRetention),
  export: () => api.call(startExport),
  backup: () => api.call(startBackup),
};
export const useUpkeep = (kind: keyof typeof upkeepKinds) => useAct(() => upkeepKinds[kind]());

/** The address of an export; a ticket opens it, since a download sends no header. */
export const exportAddress = async (name: string): Promise<string> => {
  const { ticket } = await api.call(createTicket);
  return `${api.baseUrl}/api/exports/${name}?ticket=${encodeURIComponent(ticket)}`;
};
