import {
  type Account,
  type AccountChange,
  changeCliAccount,
  checkAccount,
  clearAccountLimit,
  createAccount,
  listAccounts,
  removeAccount,
} from "@signalbox/contract/accounts";
import type { BodyInputOf } from "@signalbox/contract/route";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { everyPage } from "../../lib/every-page.ts";
import { accountKeys } from "./keys.ts";

export const accountsQuery = queryOptions({
  queryKey: accountKeys.all,
  queryFn: ({ signal }) =>
    everyPage((cursor) => api.call(listAccounts, { query: { limit: 200, cursor }, signal })),
  // That a limit is over is no event, and what others change is none either.
  refetchInterval: 15_000,
});

/** All that are known so far. */
export const useAccounts = (): readonly Account[] => useQuery(accountsQuery).data ?? [];

const useAccountMutation = <Wish, Reply>(call: (wish: Wish) => Promise<Reply>) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSettled: () => cache.invalidateQueries({ queryKey: accountKeys.all }),
    // What was sent may hold a secret: it is kept no longer than it is shown.
    gcTime: 0,
  });
};

export const useAddAccount = () =>
  useAccountMutation((body: BodyInputOf<typeof createAccount>) => api.call(createAccount, { body }));

export const useChangeAccount = (accountId: string) =>
  useAccountMutation((body: AccountChange) => api.call(changeCliAccount, { params: { accountId }, body }));

export const useRemoveAccount = (accountId: string) =>
  useAccountMutation(() => api.call(removeAccount, { params: { accountId } }));

export const useCheckAccount = (accountId: string) =>
  useAccountMutation(() => api.call(checkAccount, { params: { accountId } }));

export const useClearLimit = (accountId: string) =>
  useAccountMutation(() => api.call(clearAccountLimit, { params: { accountId } }));
