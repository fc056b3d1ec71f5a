import { existsSync, readFileSync } from "node:fs";
import { findClaude, findClaudeAcp, isMissing } from "@signalbox/testkit/machine";
import { describe, expect, test } from "vitest";
import { ownedAgent } from "./owned-agent.testing.ts";

const adapter = findClaudeAcp();
const isOver = ({ endedAt }: { endedAt: string | null }) => endedAt !== null;

describe.skipIf(isMissing(adapter, findClaude()))(
  "a Claude Code that the server runs itself over the Agent Client Protocol, for want of another",
  () => {
    test("runs what was allowed, and not what was refused, hears what is said, and goes on", async () => {
      const { start, say, interrupt, asked, answered, state, made, file, as, end, resume, launchAs, given } =
        await ownedAgent("claude", { hooks: false, only: adapter });
      const prompt = "[[bash touch one]] [[bash touch two]] [[text All done]]";
      const { agentId, id, mode } = await start({ prompt });
      expect(mode).toBe("headless");
      const first = await asked(agentId);
      expect(first).toMatchObject({ kind: "permission", tool: "Bash", text: "Run touch one" });
      await answered(first, { kind: "allow" });
      await made("one", agentId);
      await answered(await asked(agentId), { kind: "deny" });
      await state(agentId, "complete");
      expect(existsSync(file("two"))).toBe(false);
      expect((await given(agentId)).map(({ state, way }) => [state, way])).toEqual([
        ["delivered", "protocol"],
        ["delivered", "protocol"],
      ]);

      expect(await say(agentId, "[[delay 60000]] [[text Never]]")).toMatchObject({ state: "sent" });
      await as(agentId, "to be at work", ({ state }) => state === "processing" || state === "commanded");
      expect(await interrupt(agentId)).toEqual({ problem: null });
      await state(agentId, "complete");

      expect(await end(agentId, "gently")).toMatchObject({ gone: true });
      await launchAs(id, "its end", isOver);
      await as(agentId, "the end", isOver);
      await resume(agentId, { prompt: "[[bash touch again]] [[text Again]]" });
      await answered(await asked(agentId), { kind: "allow" });
      await made("again", agentId);
    });

    test.each([true, false])(
      "asks once, in Claude Code's own words, with hooks or none (%s)",
      async (hooks) => {
        const { start, asked, answered, state, file, questions } = await ownedAgent("claude", {
          hooks,
          only: adapter,
        });
        const { agentId } = await start({ prompt: "[[write n.txt :: by acp]] [[text Written]]" });
        const asks = await asked(agentId);
        expect(asks).toMatchObject({ kind: "permission", tool: "Write" });
        await answered(asks, { kind: "allow" });
        await state(agentId, "complete");
        expect(readFileSync(file("n.txt"), "utf8").trim()).toBe("by acp");
        expect((await questions(agentId)).map(({ state }) => state)).toEqual(["answered"]);
      },
    );

    test("has a plan approved that is carried out by asking", async () => {
      const { start, asked, answered, state, made, questions } = await ownedAgent("claude", {
        hooks: false,
        only: adapter,
      });
      const prompt =
        '[[tool EnterPlanMode {}]] [[tool ExitPlanMode {"plan":"# Sum it"}]] [[bash touch asked]] [[text All done]]';
      const { agentId } = await start({ prompt });
      const plan = await asked(agentId);
      expect(plan).toMatchObject({ kind: "plan" });
      await answered(plan, { kind: "allow" });
      const next = await asked(agentId);
      expect(next).toMatchObject({ kind: "permission", tool: "Bash" });
      await answered(next, { kind: "allow" });
      await made("asked", agentId);
      await state(agentId, "complete");
      expect((await questions(agentId)).map(({ state }) => state)).toEqual(["answered", "answered"]);
    });
  },
);
