import {
  cancelExecution,
  changeExecutionBudget,
  continueExecution,
  countExecutionsToLookAt,
  dismissExecutions,
  extendExecution,
  pauseExecution,
  replayExecutions,
  resumeExecution,
} from "@signalbox/contract/execution-controls";
import {
  type Execution,
  type ExecutionDetail,
  getExecution,
  listExecutions,
} from "@signalbox/contract/executions";
import { retryOutcome } from "@signalbox/contract/outcomes";
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { type ExecutionFilter, executionKeys } from "./keys.ts";

export const executionsQuery = (filter: ExecutionFilter) =>
  infiniteQueryOptions({
    queryKey: executionKeys.list(filter),
    queryFn: ({ pageParam, signal }) =>
      api.call(listExecutions, { query: { ...filter, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });

/** Its session and usage come while it runs, of which no event tells. */
export const executionQuery = (executionId: string) =>
  queryOptions({
    queryKey: executionKeys.one(executionId),
    queryFn: ({ signal }) => api.call(getExecution, { params: { executionId }, signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.startedAt != null && data.endedAt === null ? 3_000 : false,
  });

/** What is wished of an execution: it is shown as the server has it by then, and what else shows it is read anew. */
const useWish = <Wish = void>(executionId: string, call: (wish: Wish) => Promise<Execution>) => {
  const cache = useQueryClient();
  const shown = executionKeys.one(executionId);
  return useMutation({
    mutationFn: call,
    onSuccess: (now) =>
      cache.setQueryData<ExecutionDetail>(shown, (before) => before && { ...before, ...now }),
    onSettled: () => cache.invalidateQueries({ queryKey: executionKeys.all }),
  });
};

export const useCancel = (executionId: string) =>
  useWish(executionId, () => api.call(cancelExecution, { params: { executionId } }));

export const usePause = (executionId: string) =>
  useWish(executionId, (isWanted: boolean) =>
    api.call(isWanted ? pauseExecution : continueExecution, { params: { executionId } }),
  );

export const useExtend = (executionId: string) =>
  useWish(executionId, (minutes: number) =>
    api.call(extendExecution, { params: { executionId }, body: { minutes } }),
  );

/** Goes on in the session of one that is over; the key is for that try alone. */
export const useResume = (executionId: string) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { key: string; prompt: string }) =>
      api.call(resumeExecution, { params: { executionId }, body }),
    onSettled: () => cache.invalidateQueries({ queryKey: executionKeys.all }),
  });
};

export const useBudget = (executionId: string) =>
  useWish(executionId, (budget: ExecutionDetail["budget"]) =>
    api.call(changeExecutionBudget, { params: { executionId }, body: { budget } }),
  );

/** How many need a look. */
export const toLookAtQuery = queryOptions({
  queryKey: executionKeys.toLookAt,
  queryFn: async ({ signal }) => (await api.call(countExecutionsToLookAt, { signal })).count,
});

const useOnSome = <Reply>(call: (executionIds: string[]) => Promise<Reply>) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly string[]) => call([...ids]),
    onSettled: () => cache.invalidateQueries({ queryKey: executionKeys.all }),
  });
};

export const useReplay = () =>
  useOnSome((executionIds) => api.call(replayExecutions, { body: { executionIds } }));

export const useDismiss = () =>
  useOnSome((executionIds) => api.call(dismissExecutions, { body: { executionIds } }));

export const useRetryOutcome = (executionId: string) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (position: number) => api.call(retryOutcome, { params: { executionId, position } }),
    onSettled: () => cache.invalidateQueries({ queryKey: executionKeys.one(executionId) }),
  });
};
