import { type ChildAgent, listChildren } from "@signalbox/contract/agent-children";
import { queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { everyPage } from "../../lib/every-page.ts";
import { agentKeys } from "./keys.ts";
import { agentNews } from "./news.ts";

/** The agents that one started itself. */
export const childrenQuery = (agentId: string) =>
  queryOptions({
    queryKey: agentKeys.children(agentId),
    queryFn: async ({ signal }): Promise<ChildAgent[]> => {
      const told = agentNews.count();
      const children = await everyPage((cursor) =>
        api.call(listChildren, { params: { agentId }, query: { limit: 200, cursor }, signal }),
      );
      return children.map((child) => ({ ...child, ...agentNews.since(told)(child) }));
    },
  });
