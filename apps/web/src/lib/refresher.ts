import type { Query, QueryClient, QueryKey } from "@tanstack/react-query";

export interface Refresher {
  /** Fetches what the key names, once now and once more if it is asked for meanwhile. */
  refresh(key: QueryKey, options?: { restMs?: number }): void;
}

/**
 * Many events may touch one list within a moment: at most one fetch is under way for it, at most one waits,
 * and `restMs` is the pause kept between two.
 */
export const createRefresher = (client: QueryClient): Refresher => {
  const busy = new Map<string, { again: boolean }>();

  const run = async (key: QueryKey, restMs: number): Promise<void> => {
    const name = JSON.stringify(key);
    const task = { again: true };
    busy.set(name, task);
    while (task.again) {
      task.again = false;
      await refetch(client, key);
      if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
    }
    busy.delete(name);
  };

  return {
    refresh: (key, { restMs = 0 } = {}) => {
      const task = busy.get(JSON.stringify(key));
      if (task === undefined) void run(key, restMs);
      else task.again = true;
    },
  };
};

/**
 * Fetches anew what the key names. A first fetch under way is not restarted by that, and its arrival would pass
 * for fresh; a further page under way would be given up for it: what is on its way arrives, and is fetched once more.
 */
export const refetch = async (client: QueryClient, key: QueryKey): Promise<void> => {
  const named = client.getQueryCache().findAll({ queryKey: key });
  await Promise.all(
    named.map(async (query) => {
      // Joins the fetch under way. Its failure is told by the query itself.
      if (mustArrive(query)) await query.fetch().catch(() => undefined);
      await client.invalidateQueries({ queryKey: query.queryKey, exact: true });
      // A further page that was asked for meanwhile took the place of that.
      if (isForMore(query)) await client.invalidateQueries({ queryKey: query.queryKey, exact: true });
    }),
  );
};

const mustArrive = (query: Query): boolean =>
  query.state.fetchStatus !== "idle" && (query.state.data === undefined || isForMore(query));

const isForMore = ({ state }: Query): boolean => state.fetchMeta?.fetchMore !== undefined;
