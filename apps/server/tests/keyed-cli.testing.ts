import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Question } from "@signalbox/contract/agents";
import { Answer, type AnswerContent, Reach } from "@signalbox/contract/answers";
import type { Backend } from "@signalbox/contract/common";
import { Text } from "@signalbox/contract/texts";
import type { CliHome } from "@signalbox/testkit/cli-home";
import { startModelStub } from "@signalbox/testkit/model-stub/model-stub";
import { runServer } from "@signalbox/testkit/server";
import type { Terminal } from "@signalbox/testkit/terminal";
import { until } from "@signalbox/testkit/until";
import { expect, onTestFinished } from "vitest";
import { z } from "zod";
import { signedIn } from "./signed-in.ts";

const Items = z.object({ items: z.array(z.record(z.string(), z.unknown())) });

/** A home with a CLI in panes of tmux that the server watches, and a browser that is signed in. */
export async function keyedCli(backend: Backend, homeOf: (modelUrl: string) => CliHome) {
  const stub = await startModelStub();
  const home = homeOf(stub.url);
  const server = await runServer({ userHome: home.home, env: { SIGNALBOX_TMUX_SOCKETS: home.tmuxSocket } });
  onTestFinished(async () => {
    await server.stop();
    await stub.stop();
    home.remove();
  });
  expect((await server.fetch(`/api/hooks/${backend}`, { method: "POST" })).status).toBe(200);
  const browser = await signedIn(server);
  const items = async (path: string) => Items.parse(await (await server.fetch(path)).json()).items;
  const open = async (...args: string[]) => {
    const terminal = await home.open(...args);
    onTestFinished(terminal.close);
    return terminal;
  };
  /** The agent of the newest session, in this terminal. */
  const agentIn = (terminal: Terminal, id: string) => {
    const reach = async () => Reach.parse(await (await server.fetch(`/api/agents/${id}/reach`)).json());
    const questions = async () =>
      z.array(Question).parse(await items(`/api/agents/${id}/questions?limit=200`));
    const agent = async () => (await items("/api/agents")).find((one) => one.id === id) ?? {};
    const heard = async () =>
      (await items(`/api/agents/${id}/signals?limit=20`)).map(({ event, at }) => `${at} ${event}`).join("\n");
    const told = async () =>
      [
        JSON.stringify([await agent(), await questions(), await reach()], null, 1),
        ...[await heard(), await terminal.screen()],
      ].join("\n");
    const say = async (text: string, more: object = {}) => {
      const body = { key: randomUUID(), text, ...more };
      const reply = await browser(`/api/agents/${id}/texts`, { method: "POST", body });
      return Text.parse(await reply.json());
    };
    const give = async ({ id: questionId, version }: Question, content: AnswerContent) => {
      const giveOnce = (seen: number) => {
        const body = { version: seen, key: randomUUID(), content };
        return browser(`/api/questions/${questionId}/answers`, { method: "POST", body });
      };
      const reply = await giveOnce(version);
      const newest = (await questions()).find(({ id }) => id === questionId);
      // Its hook may tell more of what its transcript told of a moment ago.
      const isTold = newest?.state === "open" && newest.version > version && reply.status === 409;
      const last = isTold ? await giveOnce(newest.version) : reply;
      return [last.status, await last.json()] as const;
    };
    const texts = async () => z.array(Text).parse(await items(`/api/agents/${id}/texts`));
    return {
      ...{ id, terminal, agent, reach, questions, told, say, texts },
      state: (...wanted: string[]) =>
        until(async () => wanted.includes(String((await agent()).state)) || undefined, told),
      /** Says a text, and waits until it is sent: a terminal rests a moment after its work was told to be over. */
      said: async (text: string) => {
        const { id: textId } = await say(text);
        const sent = async () => {
          const one = (await texts()).find((each) => each.id === textId);
          return one?.state === "queued" || one?.state === "sending" ? undefined : one;
        };
        const what = async () => JSON.stringify(await texts()) + (await told());
        expect(await until(sent, what), await told()).toMatchObject({ state: "sent", problem: null });
      },
      /** The question that waits, once it can be answered by keys. */
      asked: () =>
        until(async () => {
          const one = (await questions()).find(({ state }) => state === "open");
          return one !== undefined && (await reach()).question?.way?.way === "keys" ? one : undefined;
        }, told),
      answered: async (question: Question, content: AnswerContent) => {
        const [status, answer] = await give(question, content);
        expect([status, answer], await told()).toMatchObject([200, { way: "keys", problem: null }]);
        return Answer.parse(answer);
      },
      refused: give,
      interrupted: async () => {
        const reply = await browser(`/api/agents/${id}/interrupt`, { method: "POST", body: {} });
        return [reply.status, await reply.json()];
      },
    };
  };
  return {
    ...{ server, browser, home, stub, items, open },
    made: (name: string, told: () => Promise<string>) =>
      until(() => existsSync(join(home.workspace, name)) || undefined, told),
    isThere: (name: string) => existsSync(join(home.workspace, name)),
    /** What the newest call of a tool came back to the model with. */
    result: () => stub.requests.flatMap(({ messages }) => messages.at(-1)?.result ?? []).at(-1),
    /** All that it was told, whole and in its order, once it was told so much. */
    prompts: async (id: string, count: number) => {
      const told = async () =>
        (await items(`/api/agents/${id}/turns?limit=200`))
          .filter(({ actor }) => actor === "user")
          .map(({ text }) => String(text).trim());
      const all = async () => {
        const texts = await told();
        return texts.length >= count ? texts : undefined;
      };
      return until(all, async () => `${count} prompts in ${JSON.stringify(await told())}`);
    },
    /** Gives a prompt in a terminal, and waits for its answer and for the session that it begins. */
    begin: async (terminal: Terminal, prompt: string) => {
      const known = new Set((await items("/api/agents")).map(({ id }) => id));
      await terminal.submit(prompt);
      const begun = async () => {
        const one = (await items("/api/agents")).find(({ id }) => !known.has(id));
        return one?.state === "complete" ? String(one.id) : undefined;
      };
      const what = async () => `a new session in ${JSON.stringify(await items("/api/agents"))}`;
      const id = await until(begun, what, { timeoutMs: 8_000 }).catch(async () => {
        // Some take an Enter that comes right behind a text for part of it.
        await terminal.press("Enter");
        return until(begun, what);
      });
      return agentIn(terminal, id);
    },
  };
}
