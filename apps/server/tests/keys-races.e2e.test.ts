import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { findClaude, findTmux, isMissing } from "@signalbox/testkit/machine";
import { until } from "@signalbox/testkit/until";
import { describe, expect, test } from "vitest";
import { keyedClaude } from "./keyed-claude.testing.ts";

/** When the person presses, after the answer was given: around the moment at which our own key comes. */
const moments = [0, 120, 240, 300, 360, 480] as const;

describe.skipIf(isMissing(findClaude(), findTmux()))("a plain claude in tmux", () => {
  test("whose hook its CLI ended for waiting too long keeps its question, and is answered by keys", async () => {
    const { terminal, asked, answered, made, state, questions, items, agentId } = await keyedClaude({
      waits: true,
      patience: 4,
    });
    await terminal.submit("[[bash touch one]] [[text All done]]");
    const before = await asked("held_hook");
    const after = await asked("keys");
    expect(after.id).toBe(before.id);
    expect(await answered(after, { kind: "allow" })).toMatchObject({ way: "keys", state: "delivered" });
    await made("one");
    await state("complete");
    expect((await questions()).map((question) => question.state)).toEqual(["answered"]);
    expect(await items(`/api/agents/${await agentId()}/answers`)).toHaveLength(1);
  }, 120_000);

  test("takes one answer where a person and Signalbox press at the same moment, and nothing hits what is asked next", async () => {
    const { terminal, asked, answer, answered, file, made, questions, items, agentId, state, told } =
      await keyedClaude();
    let pressed = 0;
    for (const [round, moment] of moments.entries()) {
      const [raced, next] = [`raced-${round}`, `next-${round}`];
      await terminal.submit(`[[bash touch ${raced}]] [[bash touch ${next}]] [[text All done ${round}]]`);
      const first = await asked();
      // A dialog takes no keys for its first second, a person's neither.
      await until(() => (Date.now() - Date.parse(first.at) > 2_300 ? true : undefined), told);
      const [reply] = await Promise.all([
        answer(first, { kind: "allow" }),
        pause(moment).then(async () => {
          // Whoever sees the next question already does not mean it.
          if (!(await terminal.screen()).includes(`touch ${next}`)) await terminal.press("1");
        }),
      ]);
      expect([200, 409, 502, 503]).toContain(reply.status);
      if (reply.status === 200) pressed++;
      await made(raced);
      const second = await until(async () => {
        const open = (await questions()).find((question) => question.state === "open");
        return open === undefined || open.id === first.id ? undefined : asked();
      }, told);
      expect(second.text).toContain(next);
      expect(await answered(second, { kind: "deny", interrupt: true })).toMatchObject({ problem: null });
      await state("complete");
      expect(existsSync(file(next)), next).toBe(false);
      const outcome = (await questions()).find(({ id }) => id === first.id)?.state;
      expect(["answered", "answered_elsewhere"]).toContain(outcome);
    }
    const given = await items(`/api/agents/${await agentId()}/answers?limit=100`);
    const byQuestion = Map.groupBy(given, ({ questionId }) => questionId);
    for (const answers of byQuestion.values())
      expect(answers.filter((one) => one.state === "delivered").length).toBeLessThanOrEqual(1);
    // Both were first at some moment, so that the race was one.
    expect(pressed).toBeGreaterThan(0);
  }, 240_000);
});
