import type { Bot } from "@signalbox/contract/bots";
import { type Box, expect } from "./box.ts";

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
