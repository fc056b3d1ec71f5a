import { routes } from "@signalbox/contract/routes";
import { TerminalMessage } from "@signalbox/contract/terminals";
import { fixedClock } from "@signalbox/testkit/fixed-clock";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { createConnections } from "../../platform/http/streams/connections.ts";
import { aServer, bearer, silentLog, wordGate } from "../../platform/http/testing.ts";
import { PaneStream } from "./pane-stream.ts";
import { terminalSocketRoute } from "./terminal-socket.ts";

const agentId = "0199d4a2-0000-7000-8000-000000000000";

/** Who looks at a pane that is the agent's for as long as `isStill` says so. */
const looking = async (isStill: () => boolean) => {
  const gate = wordGate();
  const stream = new PaneStream(
    { paneId: "%1", size: { columns: 80, rows: 24 } },
    () => ({
      ask: () => Promise.reject(new Error("not asked here")),
      async askTogether(_commands, heard) {
        heard();
        return [["80 24 0 0 0 0 0 0 1 0 0 0 1 0 0 0 0"], [], ["screen"], [], []];
      },
      isOpen: true,
      close: async () => {},
    }),
    () => {},
  );
  const recorded: string[] = [];
  const route = terminalSocketRoute({
    ...{ gate, log: silentLog, connections: createConnections(fixedClock()), heartbeatMs: 20 },
    ...{ patienceMs: 60_000, refuseWatchedAgent: async () => {} },
    record: async (what) => void recorded.push(what),
    streamOf: async () => ({ stream, isStill }),
  });
  const server = await aServer({ gate, routes: [route], contract: Object.values(routes) });
  const address = `${server.url.replace(/^http/, "ws")}/api/agents/${agentId}/terminal`;
  const socket = new WebSocket(address, { headers: bearer("read,operate") });
  onTestFinished(async () => {
    socket.terminate();
    await server.stop();
  });
  const told: TerminalMessage[] = [];
  socket.on("message", (content, isBinary) => {
    if (!isBinary) told.push(TerminalMessage.parse(JSON.parse(String(content))));
  });
  const say = (request: unknown) => socket.send(JSON.stringify(request));
  socket.on("open", () => {
    say({ kind: "watch" });
    say({ kind: "drive", on: true });
  });
  const kinds = () => told.map(({ kind }) => kind);
  await expect.poll(kinds).toContain("driving");
  return { told, recorded, stream, say };
};

test("a terminal ends, and its driving, once another program than the agent has its pane", async () => {
  let isStill = true;
  const { told, recorded } = await looking(() => isStill);
  expect(told).toContainEqual({ kind: "driving", on: true });
  isStill = false;
  await expect.poll(() => told.at(-1)).toEqual({ kind: "ended", reason: "no_process" });
  await expect.poll(() => recorded).toEqual(["began", "ended"]);
});

test("more asked for the controls than tmux takes is refused, and a driving that began ends all the same", async () => {
  const { told, recorded, stream, say } = await looking(() => true);
  for (let index = 0; index < 500; index++) say({ kind: "drive", on: index % 2 === 1 });
  await expect
    .poll(() => told)
    .toContainEqual(expect.objectContaining({ kind: "refused", code: "terminals.too_fast" }));
  stream.end("closed");
  await expect.poll(() => recorded.at(-1)).toBe("ended");
});
