import { expect, test } from "vitest";
import type { WatchedProcess } from "../agents/index.ts";
import { createWatchlist } from "./watchlist.ts";

const someone: WatchedProcess = {
  ...{ agentId: "a", backend: "claude", sessionId: "s", processId: "p", pid: 7, pane: null, birth: null },
  ...{ lastSeenAt: new Date(), seenAt: new Date(), untouchedPrompt: null, stateSince: new Date() },
};

test("a machine without agents is not asked again and again, until one comes or for half a minute", async () => {
  let list: WatchedProcess[] = [];
  let asked = 0;
  let now = 0;
  const watchedProcesses = async () => {
    asked++;
    return list;
  };
  const { ask, grew, latest } = createWatchlist({ watchedProcesses }, () => now);
  await ask();
  await ask();
  expect(asked).toBe(1);
  now += 30_000;
  await ask();
  expect(asked).toBe(2);
  list = [someone];
  grew();
  expect(await ask()).toEqual([someone]);
  expect(latest()).toEqual([someone]);
  expect(asked).toBe(3);
});

test("a machine with agents is asked once a second", async () => {
  let asked = 0;
  let now = 0;
  const watchedProcesses = async () => {
    asked++;
    return [someone];
  };
  const { ask } = createWatchlist({ watchedProcesses }, () => now);
  await ask();
  now += 500;
  await ask();
  expect(asked).toBe(1);
  now += 500;
  await ask();
  expect(asked).toBe(2);
});
