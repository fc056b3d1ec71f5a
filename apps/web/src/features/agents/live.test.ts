import type { EventEnvelope } from "@signalbox/contract/event";
import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, onTestFinished, test, vi } from "vitest";
import { createRefresher } from "../../lib/refresher.ts";
import { agentKeys } from "./keys.ts";
import { followAgents } from "./live.ts";

const usageUpdated: EventEnvelope = {
  id: "e",
  position: "1",
  type: "usage.updated",
  version: 1,
  at: "2026-11-21T12:00:00.000Z",
  subject: { kind: "agent", id: "a" },
  agentId: "a",
  projectId: null,
  commandId: null,
  turnId: null,
  actor: "system",
  correlationId: "c",
  causationId: null,
  data: {},
};

test("what an answer took refreshes the lists that show costs, and no others", async () => {
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  onTestFinished(() => cache.clear());
  const shown = (queryKey: readonly unknown[]) => {
    const fetched = vi.fn(async () => null);
    onTestFinished(new QueryObserver(cache, { queryKey, queryFn: fetched }).subscribe(() => {}));
    return fetched;
  };
  const plain = shown(agentKeys.list({ projectId: "p" }));
  const costs = shown(agentKeys.list({ projectId: "p", cost: "true" }));
  const commands = shown(agentKeys.commands("a"));
  await vi.waitFor(() => expect(cache.isFetching()).toBe(0));
  followAgents(cache, createRefresher(cache))(usageUpdated);
  await vi.waitFor(() => expect([costs.mock.calls.length, commands.mock.calls.length]).toEqual([2, 2]));
  expect(plain).toHaveBeenCalledTimes(1);
});
