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
