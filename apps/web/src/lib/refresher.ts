import type { QueryClient, QueryKey } from "@tanstack/react-query";

export interface Refresher {
  /** Fetches what the key names, once now and once more if it is asked for meanwhile. */
  refresh(key: QueryKey, options?: { restMs?: number }): void;
}

/**
 * Many events may touch one list within a moment: at most one fetch is under way for it, at most one waits,
 * and `restMs` is the pause kept between two.
 */
export const createRefresher = (client: Pick<QueryClient, "invalidateQueries">): Refresher => {
  const busy = new Map<string, { again: boolean }>();

  const run = async (key: QueryKey, restMs: number): Promise<void> => {
    const name = JSON.stringify(key);
    const task = { again: true };
    busy.set(name, task);
    while (task.again) {
      task.again = false;
      await client.invalidateQueries({ queryKey: key });
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
