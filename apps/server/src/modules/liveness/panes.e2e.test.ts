import { findTmux, isMissing } from "@signalbox/testkit/machine";
import { until } from "@signalbox/testkit/until";
import { pino } from "pino";
import { describe, expect, onTestFinished, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import { createProcessTable } from "../../platform/processes/process-table.ts";
import { aTmuxServer } from "../../platform/tmux/server.testing.ts";
import { createTmux } from "../../platform/tmux/tmux.ts";
import type { WatchedProcess } from "../agents/index.ts";
import { createGapWatch } from "./gap-watch.ts";
import { createPaneWatch } from "./pane-watch.ts";

const path = process.env.PATH ?? "";
const log = pino({ level: "silent" });

/** What watches these tmux servers, with a clock that is put ahead by hand. */
function aWatch(...sockets: string[]) {
  const tmux = createTmux({ sockets, path, log });
  onTestFinished(tmux.stop);
  const panes = createPaneWatch(tmux, createProcessTable(path));
  const asked: string[] = [];
  let ahead = 0;
  const gaps = createGapWatch({
    ...{ tmux, panes, log },
    unheard: { reconcile: async (agentId) => void asked.push(agentId) },
    now: () => Date.now() + ahead,
    asked: () => {},
  });
  return {
    panes,
    asked,
    pass: (ms: number) => {
      ahead += ms;
    },
    look: async (...watched: WatchedProcess[]) => {
      await panes.look(watched);
      await gaps.look(watched);
    },
  };
}

const watched = (pane: string | null, pid: number | null, lastSeenAt = new Date()): WatchedProcess => ({
  ...{ agentId: newId(), processId: newId(), backend: "claude", sessionId: "s", birth: null },
  ...{ pane, pid, lastSeenAt, seenAt: new Date(), untouchedPrompt: null, stateSince: new Date() },
});

/** A program that says `Busy`, and what is typed. */
const typed = ["sh", "-c", "echo Busy; exec cat"];

describe.skipIf(isMissing(findTmux()))("the pane of an agent", () => {
  test("is the one its process descends from, whichever server it is of", async () => {
    const [one, other] = [aTmuxServer(), aTmuxServer()];
    const first = await one.open("sh", "-c", "sleep 600; true");
    const second = await other.open("sh", "-c", "sleep 600; true");
    expect(second.id).toBe(first.id);
    const { panes, look } = aWatch(one.socket, other.socket);
    const agent = watched(second.id, second.pid);
    const foreign = watched(first.id, process.pid);
    await look(agent, foreign);
    expect(panes.paneOf(agent.processId)).toMatchObject({ server: other.socket, pid: second.pid });
    expect(panes.standing(agent.processId)).toBe("held");
    expect(panes.standing(foreign.processId)).toBe("unknown");
    await one.end();
    await look(agent, foreign);
    expect(panes.standing(agent.processId)).toBe("held");
  });

  test("is found by its process alone, and takes keys only while that is in front", async () => {
    const server = aTmuxServer();
    const { id, pid } = await server.open("bash", "--norc");
    const begin = "sh -c 'echo $$ is my number; exec sleep 600'";
    const numberOf = (n: number) =>
      until(
        async () => {
          const screen = await server.tmux("capture-pane", "-p", "-t", id);
          return [...screen.matchAll(/^(\d+) is my number$/gm)][n]?.[1];
        },
        () => "the program to tell its number",
      );
    await server.tmux("send-keys", "-t", id, begin, "Enter");
    const first = watched(null, Number(await numberOf(0)));
    const { panes, look } = aWatch(server.socket);
    await look(first);
    expect(panes.paneOf(first.processId)).toMatchObject({ id, pid });
    expect(panes.whyNotInFront(first.processId)).toBeNull();
    await server.tmux("send-keys", "-t", id, "C-z");
    const why = async () => {
      await look(first);
      return panes.whyNotInFront(first.processId);
    };
    await expect.poll(why).toContain("another program stands in front");
    await server.tmux("send-keys", "-t", id, begin, "Enter");
    const second = watched(null, Number(await numberOf(1)));
    await look(first, second);
    expect(panes.whyNotInFront(second.processId)).toBeNull();
    expect(panes.whyNotInFront(first.processId)).toContain("another program stands in front");
  });

  test("is left when it shows a shell again, and gone when it is closed", async () => {
    const server = aTmuxServer();
    await server.open("sleep", "600");
    const { id } = await server.open("bash", "--norc");
    await server.tmux("send-keys", "-t", id, "cat", "Enter");
    const { panes, look } = aWatch(server.socket);
    const agent = watched(id, null);
    const standing = async () => {
      await look(agent);
      return panes.standing(agent.processId);
    };
    await expect.poll(standing).toBe("held");
    await server.tmux("send-keys", "-t", id, "C-d");
    await expect.poll(standing).toBe("left");
    await server.tmux("kill-pane", "-t", id);
    await expect.poll(standing).toBe("gone");
  });

  test("that moves while nothing is heard of its agent is told, and one that rests is not", async () => {
    const server = aTmuxServer();
    const moving = await server.open(...typed);
    const resting = await server.open(...typed);
    await until(
      async () => (await server.tmux("capture-pane", "-p", "-t", resting.id)).includes("Busy") || undefined,
      () => "the pane to show something",
    );
    const { asked, look, pass } = aWatch(server.socket);
    const heardBefore = new Date(Date.now() - 60_000);
    const [quiet, calm] = [watched(moving.id, moving.pid, heardBefore), watched(resting.id, resting.pid)];
    const told = async () => {
      await look(quiet, calm);
      return asked.length;
    };
    await expect.poll(told).toBe(1);
    pass(6_000);
    expect(await told()).toBe(1);
    pass(20_000);
    // tmux tells seconds: what comes within the one of the last look is told by what follows.
    const type = () => server.tmux("send-keys", "-t", moving.id, "Interrupted by user", "Enter");
    await expect.poll(() => type().then(told)).toBe(2);
    expect(new Set(asked)).toEqual(new Set([quiet.agentId]));
  });
});
