import { giveGrant, listGrants, refuseGrant } from "@signalbox/contract/grants";
import { infiniteQueryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { peopleKeys } from "./people-keys.ts";
import { useChange } from "./queries.ts";

export const grantsQuery = infiniteQueryOptions({
  queryKey: peopleKeys.grants,
  queryFn: ({ pageParam, signal }) => api.call(listGrants, { query: { cursor: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});

export const useGiveGrant = () =>
  useChange(peopleKeys.grants, ({ grantId, minutes }: { grantId: string; minutes: number }) =>
    api.call(giveGrant, { params: { grantId }, body: { minutes } }),
  );

/** Refuses what is asked, or ends what was given. */
export const useRefuseGrant = () =>
  useChange(peopleKeys.grants, (grantId: string) => api.call(refuseGrant, { params: { grantId } }));
