import { changeBudget, createBudget, listBudgets, removeBudget } from "@signalbox/contract/budgets";
import type { BodyInputOf } from "@signalbox/contract/route";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { budgetKeys } from "./keys.ts";

export const budgetsQuery = queryOptions({
  queryKey: budgetKeys.all,
  queryFn: ({ signal }) => api.call(listBudgets, { signal }),
  // What runs takes more all the time, of which no event tells.
  refetchInterval: 10_000,
});

const useBudgetMutation = <Wish, Reply>(call: (wish: Wish) => Promise<Reply>) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSettled: () => cache.invalidateQueries({ queryKey: budgetKeys.all }),
  });
};

/** Makes one, or writes the one of this id anew. */
export const useWriteBudget = (budgetId: string | null) =>
  useBudgetMutation((body: BodyInputOf<typeof createBudget>) =>
    budgetId === null
      ? api.call(createBudget, { body })
      : api.call(changeBudget, { params: { budgetId }, body }),
  );

export const useRemoveBudget = (budgetId: string) =>
  useBudgetMutation(() => api.call(removeBudget, { params: { budgetId } }));
