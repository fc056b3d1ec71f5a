import { type Client, createClient } from "@signalbox/client/client";
import { listAgents } from "@signalbox/contract/agents";
import type { Page } from "@signalbox/contract/common";
import type { RunningServer } from "@signalbox/testkit/server";

export const clientOf = (server: RunningServer): Client =>
  createClient({ baseUrl: server.url, credentials: () => ({ apiKey: server.adminKey }) });

/** A list to its last page. */
export async function allPages<T>(
  fetchPage: (query: { limit: number; cursor?: string }) => Promise<Page<T>>,
): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Page<T> = await fetchPage({ limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

export const allAgents = (client: Client) => allPages((query) => client.call(listAgents, { query }));
