import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { followAccounts } from "../features/accounts/index.ts";
import { agentNews, followAgents, statusQuery } from "../features/agents/index.ts";
import { followAttention } from "../features/attention/index.ts";
import { followBots } from "../features/bots/index.ts";
import { followBudgets } from "../features/budgets/index.ts";
import { followExecutions } from "../features/executions/index.ts";
import { followLaunches } from "../features/launches/index.ts";
import { followNotifications } from "../features/notifications/index.ts";
import { followOperations, forgetOperations } from "../features/operations/index.ts";
import { followOrganisation } from "../features/organisation/index.ts";
import { followProjects } from "../features/projects/index.ts";
import { followSettings } from "../features/settings/index.ts";
import { followSubscribers } from "../features/subscribers/index.ts";
import { followTriggers } from "../features/triggers/index.ts";
import { api } from "../lib/api.ts";
import { createLiveFeed, type LiveFeed } from "../lib/live.ts";
import { LiveContext } from "../lib/live-context.ts";
import { forgetRefusedSignIn } from "../lib/query-client.ts";
import { createRefresher, refetch } from "../lib/refresher.ts";

/** The tab's one live connection: every event goes to each feature, which keeps its part of the cache true. */
export const LiveProvider = ({ children }: { children: ReactNode }) => {
  const cache = useQueryClient();
  const [feed, setFeed] = useState<LiveFeed | null>(null);
  useEffect(() => {
    agentNews.forget();
    const refresher = createRefresher(cache);
    const followers = [
      followAgents(cache, refresher),
      followAttention(cache, refresher),
      followLaunches(refresher),
      followProjects(refresher),
      followBots(refresher),
      followExecutions(refresher),
      followBudgets(refresher),
      followAccounts(refresher),
      followTriggers(refresher),
      followSubscribers(refresher),
      followOrganisation(refresher),
      followSettings(refresher),
      followNotifications(refresher),
      followOperations(refresher),
    ];
    const live = createLiveFeed({
      client: api,
      after: cache.getQueryData(statusQuery.queryKey)?.position,
      onEvents: (events) => {
        for (const event of events) for (const follow of followers) follow(event);
      },
      onReset: () => {
        agentNews.forget();
        forgetOperations();
        void refetch(cache, []);
      },
      onRefused: forgetRefusedSignIn,
    });
    setFeed(live);
    return () => live.close();
  }, [cache]);
  return <LiveContext value={feed}>{children}</LiveContext>;
};
