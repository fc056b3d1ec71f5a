import { randomUUID } from "node:crypto";
import type { Question } from "@signalbox/contract/agents";
import { Answer, type AnswerContent, Reach } from "@signalbox/contract/answers";
import { Text } from "@signalbox/contract/texts";
import { findClaude, findTmux, isMissing } from "@signalbox/testkit/machine";
import { findPostgres, runPostgres } from "@signalbox/testkit/postgres";
import { runServer } from "@signalbox/testkit/server";
import { until } from "@signalbox/testkit/until";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { keyedClaude } from "./keyed-claude.testing.ts";
import { signedIn } from "./signed-in.ts";

const Problem = z.object({ code: z.string(), detail: z.string() });
const Waiting = z.object({
  items: z.array(z.looseObject({ way: z.looseObject({ way: z.string() }).nullable() })),
});

/** A claude that one node hears, and a browser at another one, which sees neither its hooks nor its pane. */
async function farFromClaude({ waits }: { waits: boolean }) {
  const postgres = await runPostgres();
  onTestFinished(() => postgres.remove());
  const env = { DATABASE_URL: postgres.url };
  const far = await runServer({ env });
  onTestFinished(async () => void (await far.stop()));
  const world = await keyedClaude({ waits, env });
  const browser = await signedIn(far);
  const reach = async () =>
    Reach.parse(await (await far.fetch(`/api/agents/${await world.agentId()}/reach`)).json());
  const waiting = async () => Waiting.parse(await (await far.fetch("/api/attention")).json()).items;
  /** The question that waits, once the far node knows a way to it. */
  const asked = (way: "keys" | "held_hook") =>
    until(
      async () => {
        const open = (await world.questions()).find(({ state }) => state === "open");
        const found = await reach();
        return open !== undefined && found.question?.way?.way === way ? open : undefined;
      },
      async () => JSON.stringify(await reach()) + (await world.told()),
    );
  const answer = ({ id, version }: Question, content: AnswerContent, key: string = randomUUID()) =>
    browser(`/api/questions/${id}/answers`, { method: "POST", body: { version, content, key } });
  const answered = async (question: Question, content: AnswerContent, key?: string) => {
    const reply = await answer(question, content, key);
    if (reply.status !== 200) expect(await reply.json(), await world.told()).toBeNull();
    return Answer.parse(await reply.json());
  };
  return { ...world, browser, reach, waiting, asked, answer, answered };
}

describe.skipIf(isMissing(findClaude(), findTmux(), findPostgres()))(
  "a claude that another node hears",
  () => {
    test("is answered through the hook that waits there, secrets and all, once for one key", {
      timeout: 120_000,
    }, async () => {
      const { terminal, asked, answered, waiting, reach, made, state, items, agentId, questions } =
        await farFromClaude({ waits: true });
      await terminal.submit("[[bash touch one]] [[bash touch two]] [[text All done]]");
      const first = await asked("held_hook");
      expect(await waiting()).toMatchObject([
        { way: { way: "held_hook", canRemember: true, takesWords: true } },
      ]);
      expect((await reach()).ways[0]?.why).toMatch(/^through the node on /);
      const secret = `sk-ant-api03-${"a".repeat(40)}`;
      const input = { command: `touch file-${secret}`, description: "d" };
      const key = randomUUID();
      const given = await answered(first, { kind: "allow", input }, key);
      expect(given).toMatchObject({ state: "delivered", way: "held_hook" });
      await made(`file-${secret}`);
      expect(await answered(first, { kind: "allow", input }, key)).toMatchObject({ id: given.id });
      expect(await answered(await asked("held_hook"), { kind: "deny", message: "Not here" })).toMatchObject({
        state: "delivered",
      });
      await state("complete");
      expect((await questions()).map(({ state }) => state)).toEqual(["answered", "answered"]);
      const answers = await items(`/api/agents/${await agentId()}/answers`);
      expect(answers).toHaveLength(2);
      expect(JSON.stringify(answers)).not.toContain(secret);
    });

    test("is answered by keys there, refused where it moved, and told what is said to it", {
      timeout: 120_000,
    }, async () => {
      const { terminal, browser, asked, answer, answered, made, state, agentId, items } = await farFromClaude(
        {
          waits: false,
        },
      );
      await terminal.submit("[[bash touch one]] [[bash touch two]] [[text All done]]");
      const first = await asked("keys");
      expect(await answered(first, { kind: "allow" })).toMatchObject({ state: "delivered", way: "keys" });
      await made("one");
      const late = await answer(first, { kind: "allow" });
      expect([late.status, Problem.parse(await late.json()).code]).toEqual([409, "answers.stale"]);
      expect(await answered(await asked("keys"), { kind: "deny" })).toMatchObject({ state: "delivered" });
      await state("complete");
      const id = await agentId();
      const said = { key: randomUUID(), text: "[[text From afar]]" };
      Text.parse(await (await browser(`/api/agents/${id}/texts`, { method: "POST", body: said })).json());
      await until(
        async () => ((await items(`/api/agents/${id}/commands`)).length === 2 ? true : undefined),
        () => terminal.screen(),
      );
    });

    test("loses no answer where its node dies: the question opens again and is answered once the node is back", {
      timeout: 180_000,
    }, async () => {
      const { terminal, asked, answer, answered, kill, cut, made, state, questions } = await farFromClaude({
        waits: true,
      });
      await terminal.submit("[[bash touch one]] [[text All done]]");
      const question = await asked("held_hook");
      await kill();
      const reply = await answer(question, { kind: "allow" });
      expect([reply.status, Problem.parse(await reply.json()).code]).toEqual([409, "answers.undelivered"]);
      await cut();
      await answered(await asked("keys"), { kind: "allow" });
      await made("one");
      await state("complete");
      expect((await questions()).map(({ state }) => state)).toEqual(["answered"]);
    });
  },
);
