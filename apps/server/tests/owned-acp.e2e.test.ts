import { existsSync } from "node:fs";
import { findGemini, findOpencode, isMissing } from "@signalbox/testkit/machine";
import { until } from "@signalbox/testkit/until";
import { describe, expect, test } from "vitest";
import { ownedAgent } from "./owned-agent.testing.ts";

const clis = {
  gemini: { find: findGemini, args: ["-m", "gemini-2.5-pro", "--skip-trust"] },
  opencode: { find: findOpencode, args: [] },
} as const;

const soon = { key: "soon" };
const minute = () => new Date().toISOString().slice(0, 16);

/** Gemini CLI names the file of a session by the minute, and would write over one that began in this one. */
async function nextMinute(resume: () => Promise<{ code: string }>) {
  const now = minute();
  const { code } = await resume();
  expect(code).toBe("launches.not_resumable");
  await until(
    () => minute() !== now || undefined,
    () => "the next minute",
    { timeoutMs: 61_000 },
  );
}

const isOver = ({ endedAt }: { endedAt: string | null }) => endedAt !== null;

describe.each(["gemini", "opencode"] as const)(
  "a %s without a terminal that the server runs itself",
  (cli) => {
    const { find, args } = clis[cli];
    describe.skipIf(isMissing(find()))("over the Agent Client Protocol", { timeout: 240_000 }, () => {
      test("runs what was allowed, and not what was refused; and asks where no hook tells of it", async () => {
        const { start, asked, answered, answer, state, questions, given, file, made, reach } =
          await ownedAgent(cli, {
            hooks: false,
          });
        const prompt = "[[bash touch one]] [[bash touch two]] [[text All done]]";
        const { agentId, mode } = await start({ prompt, args });
        expect(mode).toBe("headless");
        const first = await asked(agentId);
        expect(first).toMatchObject({ kind: "permission", tool: "Bash", text: "Run touch one" });
        expect((await reach(agentId)).ways).toMatchObject([{ open: false }, { open: true }, { open: false }]);
        expect((await answer(first, { kind: "allow", input: { command: "x" } })).status).toBe(400);
        expect(await answered(first, { kind: "allow" })).toMatchObject({
          state: "delivered",
          way: "protocol",
        });
        await made("one", agentId);
        const second = await asked(agentId);
        expect(second.text).toBe("Run touch two");
        await answered(second, { kind: "deny" });
        await state(agentId, "complete");
        expect(existsSync(file("two"))).toBe(false);
        expect((await questions(agentId)).map(({ state }) => state)).toEqual(["answered", "answered"]);
        expect((await given(agentId)).map(({ state }) => state)).toEqual(["delivered", "delivered"]);
      });

      test("hears what is said, is stopped, ends with its input and goes on", async () => {
        const {
          start,
          say,
          interrupt,
          asked,
          answered,
          state,
          made,
          as,
          end,
          resume,
          launchAs,
          questions,
          refusal,
        } = await ownedAgent(cli);
        const { agentId, id } = await start({ args });
        expect(await say(agentId, "[[text Hello]]")).toMatchObject({ state: "sent" });
        await state(agentId, "complete");
        await say(agentId, "[[bash touch begun && tail -f /dev/null]] [[text Never]]");
        await answered(await asked(agentId), { kind: "allow" });
        await made("begun", agentId);
        expect(await say(agentId, "[[bash touch next]] [[text Next]]")).toMatchObject({ state: "queued" });
        expect(await interrupt(agentId)).toEqual({ problem: null });
        const next = await asked(agentId);
        expect(next.text).toBe("Run touch next");
        await answered(next, { kind: "allow", remember: true });
        await made("next", agentId);
        await state(agentId, "complete");
        expect((await questions(agentId)).map(({ state }) => state)).toEqual(["answered", "answered"]);

        expect(await end(agentId, "gently")).toMatchObject({ gone: true, did: "closed its input" });
        expect(await launchAs(id, "its end", isOver)).toMatchObject({ state: "ended", reason: "It ended" });
        await as(agentId, "the end", isOver);
        if (cli === "gemini") await nextMinute(() => refusal(`/api/agents/${agentId}/resume`, soon));
        await resume(agentId, { prompt: "[[bash touch again]] [[text Again]]" });
        await answered(await asked(agentId), { kind: "allow" });
        await made("again", agentId);
      });

      test("tells of a model that failed, and hears what is said next", async () => {
        const { start, say, asked, answered, made, as, items } = await ownedAgent(cli);
        const { agentId } = await start({ prompt: '[[http 400 message="No"]] [[text Never]]', args });
        await as(agentId, "the failure", ({ state }) => state === "complete");
        const [failed, ...more] = await items(`/api/agents/${agentId}/commands?limit=50`);
        expect([failed?.outcome, more.length]).toEqual(["failed", 0]);
        await say(agentId, "[[bash touch next]] [[text Next]]");
        await answered(await asked(agentId), { kind: "allow" });
        await made("next", agentId);
      });

      test("ends with a server that is killed while it asks", async () => {
        const { start, cut, launchAs, asked, file, as, questions } = await ownedAgent(cli);
        const { agentId, id } = await start({ prompt: "[[bash touch one]] [[text All done]]", args });
        await asked(agentId);
        await cut();
        const reason = "The server that ran it went away, and it ended with it";
        expect(await launchAs(id, "its end", isOver)).toMatchObject({ state: "ended", reason });
        await as(agentId, "the end", isOver);
        expect(existsSync(file("one"))).toBe(false);
        expect((await questions(agentId)).map(({ state }) => state)).not.toContain("open");
      });
    });
  },
);
