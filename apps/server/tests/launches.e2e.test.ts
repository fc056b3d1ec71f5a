import { existsSync } from "node:fs";
import { join } from "node:path";
import { isMissing } from "@signalbox/testkit/machine";
import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clis, launchingCli, toolsOf } from "./launching-cli.ts";
import type { Seen } from "./watched-cli.ts";

const isAt = (state: string) => (seen: Seen) => seen.agent?.state === state;
const isOver = (seen: Seen) => seen.agent?.endedAt != null;

describe.each(["claude", "codex", "gemini", "opencode"] as const)("a %s that is started here", (backend) => {
  describe.skipIf(isMissing(...toolsOf(backend)))("with a prompt", () => {
    let world: Awaited<ReturnType<typeof launchingCli>>;
    beforeAll(async () => {
      world = await launchingCli(backend);
    }, 120_000);
    afterAll(() => world?.stop());

    test("becomes an agent, does what it was asked, ends gently and goes on with its session", async () => {
      const launch = await world.start({ prompt: clis[backend].writes("done.txt"), name: "first" });
      expect(launch).toMatchObject({ state: "starting", backend, name: "first", cwd: world.home.workspace });
      const { agentId, attach } = await world.joined(launch.id);
      await world.agent(agentId, "the completion", isAt("complete"));
      expect(existsSync(join(world.home.workspace, "done.txt"))).toBe(true);
      expect(await world.tmux("list-sessions", "-F", "#{session_name}")).toBe(attach?.session);

      const report = await world.end(agentId, "gently");
      expect(report, JSON.stringify(report)).toMatchObject({ gone: true, next: null });
      await world.agent(agentId, "the end", isOver);
      expect(await world.over(launch.id)).toMatchObject({ state: "ended" });

      const { resumesWithPrompt, writes } = clis[backend];
      const more = writes("again.txt");
      if (!resumesWithPrompt) await expect(world.resume(agentId, more)).rejects.toThrow("takes no prompt");
      const again = await world.resume(agentId, resumesWithPrompt ? more : undefined);
      expect(again).toMatchObject({ resumes: agentId });
      expect((await world.joined(again.id)).agentId).toBe(agentId);
      await until(
        () => existsSync(join(world.home.workspace, "again.txt")) || !resumesWithPrompt || undefined,
        () => "the second file",
      );
      await world.end(agentId, "hard");
      await world.over(again.id);
    }, 180_000);
  });
});

describe.each(["codex", "opencode"] as const)("a %s that is started here without a prompt", (backend) => {
  describe.skipIf(isMissing(...toolsOf(backend)))("in a terminal of its own", () => {
    let world: Awaited<ReturnType<typeof launchingCli>>;
    beforeAll(async () => {
      world = await launchingCli(backend);
    }, 120_000);
    afterAll(() => world?.stop());

    const waiting = async () => {
      const { id } = await world.start({});
      const launch = await world.untilIt(id, "that it waits", ({ state }) => state !== "starting");
      expect(launch).toMatchObject({
        state: "waiting",
        agentId: null,
        attach: { session: expect.any(String) },
      });
      const shows = async () => ((await world.get(id)).screen ?? "").includes("Ask ") || undefined;
      await until(shows, async () => `an input in ${(await world.get(id)).screen}`, { timeoutMs: 60_000 });
      return { id, session: launch.attach?.session ?? "" };
    };

    test("waits, is given a prompt in its terminal, and becomes an agent", async () => {
      const { id, session } = await waiting();
      await world.tmux("send-keys", "-t", `=${session}:`, "-l", clis[backend].writes("typed.txt"));
      const enter = async () => {
        await world.tmux("send-keys", "-t", `=${session}:`, "Enter");
        return existsSync(join(world.home.workspace, "typed.txt")) || undefined;
      };
      await until(enter, async () => (await world.get(id)).screen ?? "", {
        timeoutMs: 60_000,
        everyMs: 1_000,
      });
      const { agentId, state } = await world.joined(id);
      expect(state).toBe("running");
      await expect(world.endLaunch(id, "gently")).rejects.toThrow(agentId);
      await world.end(agentId, "hard");
      await world.over(id);
    }, 180_000);

    test("is ended without an agent", async () => {
      const { id } = await waiting();
      const report = await world.endLaunch(id, "gently");
      expect(report, JSON.stringify(report)).toMatchObject({ gone: true, next: null });
      expect(await world.over(id)).toMatchObject({ state: "ended", reason: "It ended without a prompt" });
      await expect(world.endLaunch(id, "gently")).rejects.toThrow("ended already");
    }, 180_000);
  });
});
