import type { Bot } from "@signalbox/contract/bots";
import { claudeHome } from "@signalbox/testkit/claude";
import { findClaude } from "@signalbox/testkit/machine";
import { type Box, expect, test } from "./box.ts";
import { openLaunchingBox } from "./launching-box.ts";

/** A server that runs bots with a real `claude`. */
export const runningTest = test.extend<{ running: Box }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  running: async ({}, use) => {
    const { box, stop } = await openLaunchingBox(claudeHome, findClaude());
    await use(box);
    await stop();
  },
});

/** Asks a server for something, as a program would. */
export const send = async <T>(box: Box, method: string, path: string, body: object): Promise<T> => {
  const headers = { "content-type": "application/json" };
  const reply = await box.server.fetch(path, { method, headers, body: JSON.stringify(body) });
  expect(reply.ok, await reply.clone().text()).toBe(true);
  return reply.json();
};

export const makeBot = (box: Box, content: object): Promise<Bot> =>
  send(box, "POST", "/api/bots", {
    ...{ name: "Triage", prompt: "Do {{ task }}", variables: [{ name: "task" }], ...content },
  });
