import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Question } from "@signalbox/contract/agents";
import { Answer, type AnswerContent, Reach } from "@signalbox/contract/answers";
import { claudeHome } from "@signalbox/testkit/claude";
import { findClaude, findTmux, isMissing } from "@signalbox/testkit/machine";
import { startModelStub } from "@signalbox/testkit/model-stub/model-stub";
import { runServer } from "@signalbox/testkit/server";
import { until } from "@signalbox/testkit/until";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { signedIn } from "./signed-in.ts";

const Items = z.object({ items: z.array(z.record(z.string(), z.unknown())) });

/** A person's claude in a terminal of their own, and a browser that is signed in to the server that watches it. */
async function answeredClaude() {
  const stub = await startModelStub();
  const claude = claudeHome(stub.url);
  const server = await runServer({ userHome: claude.home });
  expect((await server.fetch("/api/hooks/claude", { method: "POST" })).status).toBe(200);
  const browser = await signedIn(server);
  const terminal = await claude.open();
  onTestFinished(async () => {
    await terminal.close();
    await server.stop();
    await stub.stop();
    claude.remove();
  });
  const items = async (path: string) => Items.parse(await (await server.fetch(path)).json()).items;
  const agentId = async () => String((await items("/api/agents"))[0]?.id);
  const questions = async () =>
    z.array(Question).parse(await items(`/api/agents/${await agentId()}/questions?limit=200`));
  const reach = async () => Reach.parse(await (await server.fetch(`/api/agents/${await agentId()}/reach`)).json());
  /** The question that waits, once it can be answered here. */
  const asked = () =>
    until(
      async () => {
        const open = (await questions()).find(({ state }) => state === "open");
        return open !== undefined && (await reach()).ways[0]?.open ? open : undefined;
      },
      async () => JSON.stringify([await questions(), await terminal.screen()], null, 1),
    );
  const answer = ({ id, version }: Question, content: AnswerContent, key: string = randomUUID()) =>
    browser(`/api/questions/${id}/answers`, {
      method: "POST",
      headers: { "idempotency-key": key },
      body: { version, content },
    });
  const answered = async (question: Question, content: AnswerContent) => {
    const reply = await answer(question, content);
    expect(reply.status, await reply.clone().text()).toBe(200);
    return Answer.parse(await reply.json());
  };
  const file = (name: string) => join(claude.workspace, name);
  return { claude, server, terminal, browser, questions, reach, asked, answer, answered, file, items, agentId };
}

describe.skipIf(isMissing(findClaude(), findTmux()))("a plain claude in a terminal, answered from elsewhere", () => {
  test("runs what was allowed, and what it was changed to, and hears why not", async () => {
    const { terminal, asked, answered, file, questions } = await answeredClaude();
    await terminal.submit("[[bash touch one]] [[bash touch two]] [[bash touch three]] [[text All done]]");
    const first = await answered(await asked(), { kind: "allow" });
    expect(first).toMatchObject({ state: "delivered", way: "held_hook" });
    await until(() => existsSync(file("one")) || undefined, () => "the tool to have run");
    await answered(await asked(), { kind: "allow", input: { command: "touch changed", description: "d" } });
    await answered(await asked(), { kind: "deny", message: "Not in this folder" });
    await terminal.until("All done");
    expect(existsSync(file("changed"))).toBe(true);
    expect(existsSync(file("two"))).toBe(false);
    expect(existsSync(file("three"))).toBe(false);
    expect((await questions()).map(({ state }) => state)).toEqual(["answered", "answered", "answered"]);
  });
});
