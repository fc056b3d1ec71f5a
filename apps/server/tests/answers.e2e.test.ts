import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Question, Turn } from "@signalbox/contract/agents";
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
  const reach = async () =>
    Reach.parse(await (await server.fetch(`/api/agents/${await agentId()}/reach`)).json());
  /** The question that waits, once it can be answered here. */
  const asked = () =>
    until(
      async () => {
        const open = (await questions()).find(({ state }) => state === "open");
        return open !== undefined && (await reach()).ways[0]?.open ? open : undefined;
      },
      async () => JSON.stringify([await questions(), await terminal.screen()], null, 1),
    );
  const finished = () =>
    until(
      async () => ((await items("/api/agents"))[0]?.state === "complete" ? true : undefined),
      () => terminal.screen(),
    );
  const answer = ({ id, version }: Question, content: AnswerContent, key: string = randomUUID()) =>
    browser(`/api/questions/${id}/answers`, {
      method: "POST",
      body: { version, content, key },
    });
  const answered = async (question: Question, content: AnswerContent) => {
    const reply = await answer(question, content);
    expect(reply.status, JSON.stringify([await reply.clone().json(), await questions()])).toBe(200);
    return Answer.parse(await reply.json());
  };
  const file = (name: string) => join(claude.workspace, name);
  const asking = { questions, reach, asked, answer, answered, finished };
  return { claude, server, terminal, file, items, agentId, ...asking };
}

describe.skipIf(isMissing(findClaude(), findTmux()))(
  "a plain claude in a terminal, answered from elsewhere",
  () => {
    test("runs what was allowed, and what it was changed to, and hears why not", async () => {
      const { server, terminal, asked, answered, file, questions, finished } = await answeredClaude();
      await terminal.submit("[[bash touch one]] [[bash touch two]] [[bash touch three]] [[text All done]]");
      const first = await answered(await asked(), { kind: "allow" });
      expect(first).toMatchObject({ state: "delivered", way: "held_hook" });
      await until(
        () => existsSync(file("one")) || undefined,
        () => "the tool to have run",
      );
      await answered(await asked(), { kind: "allow", input: { command: "touch changed", description: "d" } });
      await answered(await asked(), { kind: "deny", message: "Not in this folder" });
      await finished();
      expect(existsSync(file("changed"))).toBe(true);
      expect(existsSync(file("two"))).toBe(false);
      expect(existsSync(file("three"))).toBe(false);
      const answers = await questions();
      expect(answers.map(({ state }) => state)).toEqual(["answered", "answered", "answered"]);
      const calls = async () => {
        const turns = answers.map(async ({ callTurnId }) =>
          (await server.fetch(`/api/turns/${callTurnId}`)).json(),
        );
        return Turn.array().parse(await Promise.all(turns));
      };
      // That a call was refused is told by the transcript alone.
      await until(
        async () => ((await calls())[2]?.tool?.failed ? true : undefined),
        async () => JSON.stringify(await calls()),
      );
      expect((await calls()).map(({ tool }) => [tool?.name, tool?.failed])).toEqual([
        ["Bash", false],
        ["Bash", false],
        ["Bash", true],
      ]);
      const audit = await (await server.fetch("/api/audit?limit=50")).text();
      for (const { callTurnId } of answers) expect(audit).toContain(callTurnId);
    });

    test("is told what was chosen, of one and of several questions", async () => {
      const { terminal, asked, answered, questions, finished } = await answeredClaude();
      const input = {
        questions: [
          {
            header: "Colour",
            question: "Which colour?",
            multiSelect: false,
            options: options("red", "blue"),
          },
          {
            header: "Parts",
            question: "Which parts?",
            multiSelect: true,
            options: options("roof", "door", "wall"),
          },
        ],
      };
      await terminal.submit(`[[tool AskUserQuestion ${JSON.stringify(input)}]] [[text All done]]`);
      await answered(await asked(), { kind: "options", answers: [["blue"], ["roof", "wall"]] });
      await finished();
      const [question] = await questions();
      expect(question?.state).toBe("answered");
      expect(question?.parts.map((part) => part.answer)).toEqual(["blue", "roof, wall"]);
    });

    test("goes on with a plan that was approved, and plans again where it was not", async () => {
      const { claude, terminal, asked, answered, file, questions, finished } = await answeredClaude();
      await terminal.press("BTab");
      await terminal.press("BTab");
      await terminal.until("plan mode on");
      const plan = "[[tool ExitPlanMode {}]]";
      await terminal.submit(`${plan} [[text Over]]`);
      await answered(await asked(), { kind: "deny", message: "Which colour?" });
      await finished();
      await terminal.submit(`${plan} [[write ${claude.workspace}/a :: b]] [[text All done]]`);
      await answered(await asked(), { kind: "allow", mode: "accept_edits" });
      await until(
        () => existsSync(file("a")) || undefined,
        () => terminal.screen(),
      );
      expect((await questions()).map(({ kind, state }) => [kind, state])).toEqual([
        ["plan", "answered"],
        ["plan", "answered"],
      ]);
    });

    test("takes the answer of whoever is first, and the other is told", async () => {
      const { terminal, asked, answer, file, questions, items, agentId, reach, finished } =
        await answeredClaude();
      await terminal.submit("[[bash touch one]] [[bash touch two]] [[text All done]]");
      const first = await asked();
      await terminal.answer("Do you want to proceed?", "1");
      const second = await until(
        async () => {
          const open = await asked();
          return open.id === first.id ? undefined : open;
        },
        () => "the second question",
      );
      const late = await answer(first, { kind: "deny" });
      expect(late.status).toBe(409);
      expect(await late.json()).toMatchObject({ code: "answers.stale" });
      const replies = await Promise.all([
        answer(second, { kind: "allow" }),
        answer(second, { kind: "allow" }),
      ]);
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
      await finished();
      expect([existsSync(file("one")), existsSync(file("two"))]).toEqual([true, true]);
      expect((await questions()).map(({ state }) => state)).toEqual(["answered_elsewhere", "answered"]);
      const given = await items(`/api/agents/${await agentId()}/answers`);
      expect(given.filter(({ state }) => state === "delivered")).toHaveLength(1);
      expect((await reach()).ways).toMatchObject([
        { way: "held_hook", open: false, why: "nothing is asked" },
        { way: "protocol", open: false, why: "this server does not run the agent itself" },
        { way: "keys", open: false },
      ]);
    });

    test.skipIf(process.platform !== "linux")(
      "is seen to have been allowed in its terminal while what was allowed runs still",
      async () => {
        const { terminal, asked, answer, questions, items } = await answeredClaude();
        await terminal.submit(`[[bash touch one && sleep 20 && echo "it's done"]] [[text All done]]`);
        const question = await asked();
        await terminal.answer("Do you want to proceed?", "1");
        await until(
          async () => ((await questions())[0]?.state === "answered_elsewhere" ? true : undefined),
          () => terminal.screen(),
          { timeoutMs: 5_000 },
        );
        expect((await items("/api/agents"))[0]).toMatchObject({
          state: "processing",
          evidence: { rule: "allowed in the terminal: it runs" },
        });
        const late = await answer(question, { kind: "deny" });
        expect([late.status, await late.json()]).toMatchObject([409, { code: "answers.stale" }]);
        await terminal.press("Escape");
      },
    );

    test("does what the same answer said once, however often it is sent", async () => {
      const { terminal, asked, answer, file, finished } = await answeredClaude();
      await terminal.submit("[[bash touch one]] [[text All done]]");
      const question = await asked();
      const key = randomUUID();
      const content = { kind: "allow", input: { description: "Touch it", command: "touch one" } } as const;
      const once = await (await answer(question, content, key)).json();
      const again = await answer(question, content, key);
      expect([again.status, await again.json()]).toEqual([200, once]);
      const other = await answer(question, { kind: "deny" }, key);
      expect([other.status, await other.json()]).toMatchObject([409, { code: "answers.key_reused" }]);
      await finished();
      expect(existsSync(file("one"))).toBe(true);
    });

    test("is known to have refused, and takes no answer any more, where Escape was pressed", async () => {
      const { terminal, asked, answer, questions, file } = await answeredClaude();
      await terminal.submit("[[bash touch one]] [[text Over]]");
      const refused = await asked();
      await terminal.answer("Do you want to proceed?", "Escape");
      await until(
        async () => ((await questions())[0]?.state === "answered_elsewhere" ? true : undefined),
        () => "Escape to be known",
      );
      const late = await answer(refused, { kind: "allow" });
      expect([late.status, await late.json()]).toMatchObject([409, { code: "answers.stale" }]);
      expect(existsSync(file("one"))).toBe(false);
    });

    test("keeps its question, in its terminal and on the board, where the server is killed while it waits", async () => {
      const { claude, server, terminal, asked, file } = await answeredClaude();
      await terminal.submit("[[bash touch one]] [[text All done]]");
      const { id, agentId } = await asked();
      await server.kill9();
      const again = await runServer({ stateFolder: server.stateFolder, userHome: claude.home });
      onTestFinished(() => void again.stop());
      const told = async (path: string) => (await again.fetch(path)).json();
      // A server that died among others is taken for alive for some seconds.
      await until(
        async () => {
          const [item, ...more] = Items.parse(await told("/api/attention")).items;
          expect([item?.id, more]).toEqual([id, []]);
          return item?.way === null ? true : undefined;
        },
        () => "the way to be gone",
      );
      expect(await told(`/api/agents/${agentId}/reach`)).toMatchObject({
        ways: [{ open: false }, { open: false }, { open: false }],
      });
      await terminal.answer("Do you want to proceed?", "1");
      await until(
        async () => (Items.parse(await told("/api/attention")).items.length === 0 ? true : undefined),
        () => terminal.screen(),
      );
      expect(existsSync(file("one"))).toBe(true);
    });
  },
);

const options = (...labels: string[]) => labels.map((label) => ({ label, description: `The ${label} one` }));
