import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Question } from "@signalbox/contract/agents";
import { Answer, Reach } from "@signalbox/contract/answers";
import { Text } from "@signalbox/contract/texts";
import { geminiHome } from "@signalbox/testkit/gemini";
import { findGemini, findTmux, isMissing } from "@signalbox/testkit/machine";
import { startModelStub } from "@signalbox/testkit/model-stub/model-stub";
import { runServer } from "@signalbox/testkit/server";
import { until } from "@signalbox/testkit/until";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { signedIn } from "./signed-in.ts";

const Items = z.object({ items: z.array(z.record(z.string(), z.unknown())) });

/** A Gemini CLI in tmux, spoken to, answered and interrupted from elsewhere. */
async function speaksWithGemini() {
  const stub = await startModelStub();
  const home = geminiHome(stub.url);
  const server = await runServer({ userHome: home.home, env: { SIGNALBOX_TMUX_SOCKETS: home.tmuxSocket } });
  expect((await server.fetch("/api/hooks/gemini", { method: "POST" })).status).toBe(200);
  const browser = await signedIn(server);
  const terminal = await home.open();
  onTestFinished(async () => {
    await terminal.close();
    await server.stop();
    await stub.stop();
    home.remove();
  });
  const items = async (path: string) => Items.parse(await (await server.fetch(path)).json()).items;
  const agent = async () => (await items("/api/agents"))[0] ?? {};
  const told = async () => JSON.stringify(await agent()) + (await terminal.screen());
  const state = (...wanted: string[]) =>
    until(async () => (wanted.includes(String((await agent()).state)) ? true : undefined), told, {
      timeoutMs: 60_000,
    });
  await terminal.submit("[[text Hello]]");
  await state("complete");
  const id = String((await agent()).id);
  const say = async (text: string) => {
    const body = { key: randomUUID(), text };
    const reply = await browser(`/api/agents/${id}/texts`, { method: "POST", body });
    const { id: textId } = Text.parse(await reply.json());
    // Its screen comes to rest a moment after its end was told.
    const settled = async () => {
      const texts = z.array(Text).parse(await items(`/api/agents/${id}/texts`));
      return texts.find((one) => one.id === textId && one.state !== "queued" && one.state !== "sending");
    };
    return until(settled, told);
  };

  expect(await say("[[bash touch one]] [[text Done one]]"), await told()).toMatchObject({
    state: "sent",
    problem: null,
  });
  const question = await until(
    async () => {
      const open = z
        .array(Question)
        .parse(await items(`/api/agents/${id}/questions`))
        .find((one) => one.state === "open");
      const reach = Reach.parse(await (await server.fetch(`/api/agents/${id}/reach`)).json());
      return reach.question?.way?.way === "keys" ? open : undefined;
    },
    async () => JSON.stringify(await (await server.fetch(`/api/agents/${id}/reach`)).json()) + (await told()),
  );
  const body = { version: question.version, key: randomUUID(), content: { kind: "allow" } };
  const reply = await browser(`/api/questions/${question.id}/answers`, { method: "POST", body });
  expect([reply.status, Answer.parse(await reply.json())]).toMatchObject([
    200,
    { way: "keys", problem: null },
  ]);
  await until(() => existsSync(join(home.workspace, "one")) || undefined, told);
  await state("complete");

  expect(await say("[[delay 60000]] [[text never]]")).toMatchObject({ state: "sent", problem: null });
  await state("commanded", "processing");
  await terminal.until(/esc to (?:interrupt|cancel)/);
  const interrupted = await browser(`/api/agents/${id}/interrupt`, { method: "POST", body: {} });
  expect([interrupted.status, await interrupted.json()]).toEqual([200, { problem: null }]);
}

describe.skipIf(isMissing(findGemini(), findTmux()))("Gemini CLI in tmux", () => {
  test("is spoken to, answered by keys, and interrupted", { timeout: 180_000 }, speaksWithGemini);
});
