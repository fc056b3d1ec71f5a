import { type AuditFilter, listAudit } from "@signalbox/contract/audit";
import {
  changeAccount,
  changeOwnPassword,
  changeUser,
  createPasswordLink,
  createUser,
  endSignIn,
  endSignIns,
  getAccount,
  listSignIns,
  listUsers,
} from "@signalbox/contract/people";
import type { BodyInputOf } from "@signalbox/contract/route";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { peopleKeys } from "./people-keys.ts";
import { useChange } from "./queries.ts";

const pages = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor ?? undefined,
};

export const accountQuery = queryOptions({
  queryKey: peopleKeys.account,
  queryFn: ({ signal }) => api.call(getAccount, { signal }),
});

export const usersQuery = infiniteQueryOptions({
  ...pages,
  queryKey: peopleKeys.users,
  queryFn: ({ pageParam, signal }) => api.call(listUsers, { query: { cursor: pageParam }, signal }),
});

export const signInsQuery = infiniteQueryOptions({
  ...pages,
  queryKey: peopleKeys.signIns,
  queryFn: ({ pageParam, signal }) => api.call(listSignIns, { query: { cursor: pageParam }, signal }),
});

/** The audit follows no events; it is read anew whenever it is shown. */
export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    ...pages,
    queryKey: [...peopleKeys.audit, filter],
    queryFn: ({ pageParam, signal }) =>
      api.call(listAudit, { query: { ...filter, cursor: pageParam }, signal }),
    staleTime: 0,
  });

export const useRename = () =>
  useChange(peopleKeys.account, (body: BodyInputOf<typeof changeAccount>) =>
    api.call(changeAccount, { body }),
  );

export const useChoosePassword = () =>
  useChange(peopleKeys.account, (body: BodyInputOf<typeof changeOwnPassword>) =>
    api.call(changeOwnPassword, { body }),
  );

export const useEndSignIn = () =>
  useChange(peopleKeys.signIns, (signInId: string) => api.call(endSignIn, { params: { signInId } }));

export const useEndOtherSignIns = () =>
  useChange(peopleKeys.signIns, () => api.call(endSignIns, { query: { keepThis: "true" } }));

export const useMakeUser = () =>
  useChange(peopleKeys.users, (body: BodyInputOf<typeof createUser>) => api.call(createUser, { body }));

export const useChangeUser = (userId: string) =>
  useChange(peopleKeys.users, (body: BodyInputOf<typeof changeUser>) =>
    api.call(changeUser, { params: { userId }, body }),
  );

export const useMakePasswordLink = (userId: string) =>
  useChange(peopleKeys.users, () => api.call(createPasswordLink, { params: { userId } }));

export const useEndSignInsOf = (userId: string) =>
  useChange(peopleKeys.users, () => api.call(endSignIns, { query: { userId } }));
