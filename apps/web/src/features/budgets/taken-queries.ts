import { getTaken, type TakenGrouping } from "@signalbox/contract/usage";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { budgetKeys } from "./keys.ts";

export const takenQuery = (by: TakenGrouping, days: number) =>
  queryOptions({
    queryKey: [...budgetKeys.taken, by, days],
    queryFn: ({ signal }) =>
      api.call(getTaken, { query: { by, from: dayBefore(Date.now(), days - 1) }, signal }),
    placeholderData: keepPreviousData,
    // What runs takes more all the time, of which no event tells.
    refetchInterval: 30_000,
  });

const dayBefore = (now: number, days: number): string =>
  new Date(now - days * 86_400_000).toISOString().slice(0, 10);
