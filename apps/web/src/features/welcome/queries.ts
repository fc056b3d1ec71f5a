import { listAgents } from "@signalbox/contract/agents";
import { queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";

/** Whether any agent was ever seen, ended ones included. */
export const everHeardQuery = queryOptions({
  queryKey: ["agents", "ever-heard"],
  queryFn: async ({ signal }) =>
    (await api.call(listAgents, { query: { limit: 1 }, signal })).items.length > 0,
});
