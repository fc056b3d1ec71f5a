import type { Client } from "@signalbox/client/client";
import type { EventEnvelope } from "@signalbox/contract/event";
import { getHealth } from "@signalbox/contract/health";
import { listJobs } from "@signalbox/contract/jobs";
import { listNodes } from "@signalbox/contract/nodes";
import { fakeClock, findFakeTime } from "@signalbox/testkit/fake-clock";
import { type HookSender, hookSender } from "@signalbox/testkit/hook-sender";
import { hookSession } from "@signalbox/testkit/hook-session";
import { isMissing } from "@signalbox/testkit/machine";
import { type RunningServer, runServer } from "@signalbox/testkit/server";
import { removeFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { expect, onTestFinished, test } from "vitest";
import { allAgents, clientOf } from "./all-pages.ts";
import { allEvents, followThrough } from "./crash/left-behind.ts";
import { preparedState } from "./prepared-state.ts";
import { signedIn } from "./signed-in.ts";

/** A browser that signs in, and asks who it is. */
async function aBrowserAt(server: RunningServer) {
  const ask = await signedIn(server);
  return async () => (await ask("/api/caller")).status;
}

/** One session after another, each with a command that is done. */
function workOn(sender: HookSender) {
  const sessions: string[] = [];
  const work = async (name: string) => {
    const session = hookSession({ sessionId: name });
    const hooks = [session.started(), session.prompted(name, "Go"), session.stopped(name, "Done.")];
    for (const hook of hooks) {
      const id = `${name} ${hook.hook_event_name}`;
      const { status } = await sender.send(JSON.stringify(hook), { "x-signalbox-signal-id": id });
      expect(status).toBe(202);
    }
    sessions.push(name);
  };
  return { work, sessions };
}

const clockPart = async (client: Client) =>
  (await client.call(getHealth)).parts.find(({ name }) => name === "clock");

test.skipIf(isMissing(findFakeTime()))(
  "a clock that jumps by hours and days, ahead and back, loses nothing and disturbs no order",
  async () => {
    const stateFolder = await preparedState();
    onTestFinished(() => removeFolder(stateFolder));
    const clock = fakeClock(stateFolder);
    const server = await runServer({ stateFolder, env: clock.env });
    onTestFinished(() => server.kill9());
    const client = clientOf(server);
    const sender = hookSender({ server, connections: 1 });
    const life = { server, sender, client, signal: new AbortController().signal };
    const isSignedIn = await aBrowserAt(server);
    const { work, sessions } = workOn(sender);
    const followed: EventEnvelope[] = [];
    const enough = new AbortController();
    const mortal = {
      alive: async () => life,
      deliver: async () => ({ tries: 1, correlationId: undefined }),
      killUnderLoad: async () => {},
      stop: server.stop,
    };
    const following = followThrough(mortal, followed, enough.signal);

    await work("before");
    expect(await clockPart(client)).toMatchObject({ status: "ok" });
    for (const [hours, told] of [
      [72, "ahead by 72 h"],
      [-48, "back by 120 h"],
      [5, "ahead by 53 h"],
      [0, "back by 5 h"],
    ] as const) {
      clock.jumpTo(hours);
      await work(`at ${hours} h`);
      expect(await isSignedIn()).toBe(200);
      await until(
        async () => ((await clockPart(client))?.reason.includes(told) ? true : undefined),
        async () => `the clock to be told of; it said ${(await clockPart(client))?.reason}`,
      );
    }

    const agents = await allAgents(client);
    expect(agents.map(({ sessionId }) => sessionId).toSorted()).toEqual(sessions.toSorted());
    expect(new Set(agents.map(({ state }) => state))).toEqual(new Set(["complete"]));
    const events = await allEvents(client);
    const positions = events.map(({ position }) => Number(position));
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const started = events.filter(({ type }) => type === "agent.started").map(({ subject }) => subject.id);
    const inOrder = sessions.map((name) => agents.find(({ sessionId }) => sessionId === name)?.id);
    expect(started).toEqual(inOrder);
    const { items: checks } = await client.call(listJobs, { query: { queue: "hooks.check" } });
    expect(checks.length).toBeLessThan(6);
    await until(
      async () => ((await client.call(listNodes)).items.some(({ alive }) => alive) ? true : undefined),
      () => "the node to be alive by its own clock",
    );
    await until(
      () => followed.at(-1)?.position === events.at(-1)?.position || undefined,
      () => `the stream to go on; it is at ${followed.at(-1)?.position}`,
    );
    enough.abort();
    await following;
    expect(await server.stop()).toBe(0);
  },
);
