import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { Text } from "@signalbox/contract/texts";
import { findClaude, findTmux, isMissing } from "@signalbox/testkit/machine";
import { until } from "@signalbox/testkit/until";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { keyedClaude } from "./keyed-claude.testing.ts";

/** A claude that has had its first prompt, and what is said to it from elsewhere. */
async function spokenTo() {
  const world = await keyedClaude();
  const { terminal, agentId, ask, items, state, told } = world;
  await terminal.submit("[[text Hello]]");
  await state("complete");
  const id = await agentId();
  const say = (text: string, more: { key?: string; interrupt?: boolean } = {}) =>
    ask(`/api/agents/${id}/texts`, { method: "POST", body: { key: randomUUID(), text, ...more } });
  const said = async (...words: Parameters<typeof say>) => Text.parse(await (await say(...words)).json());
  const texts = async () => z.array(Text).parse(await items(`/api/agents/${id}/texts`));
  /** Says it to an agent that waits: its screen may come to rest a moment after its stop was told. */
  const arrives = async (...words: Parameters<typeof say>) => {
    const { id } = await said(...words);
    return until(
      async () => (await texts()).find((text) => text.id === id && text.state === "sent"),
      async () => JSON.stringify(await texts()) + (await told()),
    );
  };
  const sent = (count: number) =>
    until(
      async () =>
        (await texts()).filter((text) => text.state === "sent").length === count ? true : undefined,
      async () => JSON.stringify(await texts()) + (await told()),
    );
  const change = (textId: string, body: unknown, method = "PATCH") =>
    ask(`/api/texts/${textId}`, { method, ...(method === "DELETE" ? {} : { body }) });
  const commands = async () =>
    (await items(`/api/agents/${id}/commands`)).map(({ instruction }) => instruction);
  const interrupt = () => ask(`/api/agents/${id}/interrupt`, { method: "POST", body: {} });
  // A server of tmux is watched a moment after its first agent was heard, and its screen rests a moment after its stop.
  await until(
    async () => ((await (await interrupt()).text()).includes('"texts.nothing_runs"') ? true : undefined),
    () => terminal.screen(),
  );
  return { ...world, id, say, said, arrives, texts, sent, change, commands, interrupt };
}

describe.skipIf(isMissing(findClaude(), findTmux()))("what is said to a plain claude in tmux", () => {
  test("is sent at once where it waits for input, as it is, and once for one key", {
    timeout: 90_000,
  }, async () => {
    const { said, arrives, say, state, commands, file, transcript } = await spokenTo();
    const key = randomUUID();
    const first = await arrives("[[text ok]] $(touch pwned) `touch pwned`; 'C-c' \"é🦊\" \\ %end", { key });
    expect(first.problem).toBe(null);
    expect(await said(first.text, { key })).toMatchObject({ id: first.id, state: "sent" });
    expect((await say("Another", { key })).status).toBe(409);
    await until(
      async () => ((await commands()).length === 2 ? true : undefined),
      () => "the command",
    );
    await state("complete");
    const lines = Array.from({ length: 40 }, (_, n) => `line ${n} \t of many`).join("\n");
    await arrives(`${lines}\n[[text many]]`);
    await until(
      async () => ((await commands()).length === 3 ? true : undefined),
      () => "the command",
    );
    await state("complete");
    await arrives("!touch pwned");
    await until(
      async () => ((await commands()).length === 4 ? true : undefined),
      () => "the command",
    );
    // Claude Code makes blanks of a tab.
    expect(/line 39 +(?:\\t)? *of many/.test(transcript())).toBe(true);
    expect(existsSync(file("pwned"))).toBe(false);
  });

  test("waits while it works, in an order that can be changed, over a power cut, and comes once", {
    timeout: 120_000,
  }, async () => {
    const { terminal, said, change, sent, state, commands, cut, texts } = await spokenTo();
    await terminal.submit("[[delay 12000]] [[text slow]]");
    await state("commanded");
    const [one, two, three] = [await said("First"), await said("Second"), await said("Third")];
    expect([one, two, three].map((text) => text.state)).toEqual(["queued", "queued", "queued"]);
    expect(one.problem).toBe("the agent is at work");
    expect((await change(three.id, { before: one.id })).status).toBe(200);
    expect((await change(one.id, { text: "First, changed" })).status).toBe(200);
    expect((await change(two.id, null, "DELETE")).status).toBe(200);
    await cut();
    await sent(2);
    await until(
      async () => ((await commands()).length === 4 ? true : undefined),
      async () => JSON.stringify(await texts()),
    );
    expect((await commands()).slice(2)).toEqual(["Third", "First, changed"]);
    expect((await change(one.id, { text: "Late" })).status).toBe(409);
  });

  test("interrupts it where that is wanted, and takes nothing along that its CLI put back", {
    timeout: 90_000,
  }, async () => {
    const { terminal, arrives, state, commands, transcript, interrupt } = await spokenTo();
    await terminal.submit("[[delay 60000]] [[text never one]]");
    await state("commanded");
    await terminal.until("esc to interrupt");
    expect(await (await interrupt()).json()).toEqual({ problem: null });
    await terminal.until((screen) => /❯\s\[\[delay/.test(screen) && !screen.includes("esc to interrupt"));
    await state("complete");
    await arrives("Say this alone");
    await until(
      async () => ((await commands()).at(-1) === "Say this alone" ? true : undefined),
      () => "the command",
    );
    await state("complete");
    await terminal.submit("[[delay 60000]] [[text never two]]");
    await state("commanded");
    await terminal.until("esc to interrupt");
    await arrives("And that", { interrupt: true });
    await until(
      async () => ((await commands()).at(-1) === "And that" ? true : undefined),
      () => "the command",
    );
    expect(transcript()).not.toContain("text never one]]Say this");
  });

  test("is not sent over what somebody has begun to write, and answers a question in words", {
    timeout: 90_000,
  }, async () => {
    const { terminal, said, arrives, state, sent, questions, commands } = await spokenTo();
    await terminal.type("A draft");
    await terminal.until(/❯\sA draft/);
    const waiting = await said("From elsewhere [[text Which colour?]]");
    expect(waiting).toMatchObject({
      state: "queued",
      problem: "somebody has begun to write in its terminal",
    });
    expect(await terminal.screen()).toMatch(/❯\sA draft/);
    await terminal.press("C-u");
    await sent(1);
    await state("awaiting_input");
    await arrives("Blue [[text Blue it is]]");
    await state("complete");
    expect((await questions()).map((question) => [question.kind, question.state])).toEqual([
      ["text", "answered"],
    ]);
    expect(await commands()).toHaveLength(2);
  });
});
