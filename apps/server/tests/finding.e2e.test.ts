import { createClient } from "@signalbox/client/client";
import { type Agent, listAgents, listCommands, listQuestions, listTurns } from "@signalbox/contract/agents";
import { listAgentProcesses, listCliProcesses } from "@signalbox/contract/processes";
import { claudeHome } from "@signalbox/testkit/claude";
import type { CliHome } from "@signalbox/testkit/cli-home";
import { codexHome } from "@signalbox/testkit/codex";
import { geminiHome } from "@signalbox/testkit/gemini";
import {
  findClaude,
  findCodex,
  findGemini,
  findOpencode,
  findTmux,
  isMissing,
} from "@signalbox/testkit/machine";
import { startModelStub } from "@signalbox/testkit/model-stub/model-stub";
import { opencodeHome } from "@signalbox/testkit/opencode";
import { runServer } from "@signalbox/testkit/server";
import type { Terminal } from "@signalbox/testkit/terminal";
import { until } from "@signalbox/testkit/until";
import { describe, expect, onTestFinished, test } from "vitest";

/** A home with a CLI that has no hooks, and a server that is started when the test says so. */
async function aHome(homeOf: (modelUrl: string) => CliHome) {
  const stub = await startModelStub();
  onTestFinished(() => stub.stop());
  const home = homeOf(stub.url);
  onTestFinished(() => home.remove());
  const open = async (...args: string[]) => {
    const terminal = await home.open(...args);
    onTestFinished(() => terminal.close());
    return terminal;
  };
  const start = async () => {
    const server = await runServer({ userHome: home.home });
    onTestFinished(async () => void (await server.stop()));
    const client = createClient({ baseUrl: server.url, credentials: () => ({ apiKey: server.adminKey }) });
    const agents = async () => (await client.call(listAgents, { query: { limit: 200 } })).items;
    const processes = async () => (await client.call(listCliProcesses, { query: { limit: 200 } })).items;
    const seen = (what: string, is: (agents: Agent[]) => boolean) =>
      until(
        async () => {
          const all = await agents();
          return is(all) ? all : undefined;
        },
        async () => `${what} in ${JSON.stringify([await agents(), await processes()], null, 1)}`,
      );
    const of = async (agent: Agent | undefined) => {
      const which = { params: { agentId: agent?.id ?? "" }, query: { limit: 200 } };
      const [commands, turns, questions, open] = await Promise.all([
        client.call(listCommands, which),
        client.call(listTurns, which),
        client.call(listQuestions, which),
        client.call(listAgentProcesses, which),
      ]);
      return {
        commands: commands.items,
        turns: turns.items,
        questions: questions.items,
        processes: open.items,
      };
    };
    return { client, agents, processes, seen, of };
  };
  return { home, open, start };
}

/** Waits for an answer. Codex takes an Enter for part of a paste that comes right behind a text. */
const shown = (terminal: Terminal, answer: string) =>
  terminal.until(answer, { timeoutMs: 5_000 }).catch(async () => {
    await terminal.press("Enter");
    await terminal.until(answer);
  });

const is = (state: string) => (all: Agent[]) => all[0]?.state === state;

describe.skipIf(isMissing(findClaude(), findTmux()))(
  "a claude without hooks that runs before the server",
  () => {
    test("is there with all that was said, is followed, and its death is seen", async () => {
      const { open, start } = await aHome(claudeHome);
      const terminal = await open();
      await terminal.submit("[[bash echo hi]] [[text All done]]");
      await terminal.until("All done");
      const { seen, of } = await start();
      const [agent] = await seen("the session, done", is("complete"));
      expect(agent).toMatchObject({
        backend: "claude",
        endedAt: null,
        title: "[[bash echo hi]] [[text All done]]",
      });
      const { commands, turns, processes } = await of(agent);
      expect(commands).toMatchObject([{ outcome: "done" }]);
      expect(turns.map(({ text }) => text)).toEqual([
        "[[bash echo hi]] [[text All done]]",
        "Bash",
        "All done",
      ]);
      expect(processes).toMatchObject([{ pid: expect.any(Number), pane: "%0", endedAt: null }]);
      expect(Date.parse(agent?.startedAt ?? "")).toBeLessThanOrEqual(
        Date.parse(commands[0]?.startedAt ?? ""),
      );

      await terminal.submit("[[delay 60000]] [[text Not reached]]");
      await seen("the next command", is("commanded"));
      await terminal.kill("SIGKILL");
      const [ended] = await seen("the end", ([one]) => one?.endedAt != null);
      expect(ended).toMatchObject({ id: agent?.id, state: "complete", endReason: "process_gone" });
      expect((await of(ended)).commands).toMatchObject([{ outcome: "done" }, { outcome: "lost" }]);
    });

    test("awaits input where a dialog asks in its terminal, and goes on when that is answered there", async () => {
      const { open, start } = await aHome(claudeHome);
      const terminal = await open();
      await terminal.submit("[[bash touch x]] [[text All done]]");
      await terminal.until("Do you want to proceed?");
      const { seen, of } = await start();
      const [agent] = await seen("the question", is("awaiting_input"));
      expect((await of(agent)).questions).toMatchObject([
        { kind: "permission", state: "open", terminalOnly: true },
      ]);
      await terminal.press("1");
      await terminal.until("All done");
      await seen("the end of the command", is("complete"));
      const { commands, questions } = await of(agent);
      expect(commands).toMatchObject([{ outcome: "done" }]);
      expect(questions).toMatchObject([{ state: "answered_elsewhere" }]);
    });

    test("that was cleared is another agent that went on from the first", async () => {
      const { open, start } = await aHome(claudeHome);
      const terminal = await open();
      await terminal.submit("[[text First]]");
      await terminal.until("● First");
      const { seen } = await start();
      const [first] = await seen("the session", is("complete"));
      await terminal.submit("/clear");
      await terminal.until((screen) => !screen.includes("● First"));
      await terminal.submit("[[text Second]]");
      await terminal.until("● Second");
      const [second, cleared] = await seen("both", (all) => all.length === 2 && all[0]?.state === "complete");
      expect(cleared).toMatchObject({ id: first?.id, endReason: "clear" });
      expect(second).toMatchObject({ previousAgentId: first?.id, endedAt: null, title: "[[text Second]]" });
    });

    test("is one of two in a folder, each with its own session", async () => {
      const { open, start } = await aHome(claudeHome);
      const [one, other] = [await open(), await open()];
      await one.submit("[[text One]]");
      await other.submit("[[text Other]]");
      await one.until("● One");
      await other.until("● Other");
      const { seen } = await start();
      const both = await seen("both", (all) => all.filter(({ state }) => state === "complete").length === 2);
      expect(both.map(({ title }) => title).toSorted()).toEqual(["[[text One]]", "[[text Other]]"]);
      await one.kill("SIGKILL");
      await seen("the end of one", (all) => all.some(({ endedAt }) => endedAt !== null));
      const [ended] = (await seen("it", () => true)).filter(({ endedAt }) => endedAt !== null);
      expect(ended?.title).toBe("[[text One]]");
    });

    test("has one agent where a session is open in two terminals, which ends with the last", async () => {
      const { home, open, start } = await aHome(claudeHome);
      const first = await open("--session-id", "7f1cb0f8-1c1c-4b1c-9a9a-0123456789ab");
      await first.submit("[[text One]]");
      await first.until("● One");
      const second = await open("--resume", "7f1cb0f8-1c1c-4b1c-9a9a-0123456789ab");
      const { seen, of } = await start();
      const twoOpen = async () => {
        const [agent] = await seen("the agent", (all) => all.length === 1);
        const { processes } = await of(agent);
        return processes.filter(({ endedAt }) => endedAt === null).length;
      };
      await until(
        async () => ((await twoOpen()) === 2 ? true : undefined),
        () => `two processes of ${home.home}`,
      );
      await second.kill("SIGKILL");
      await until(
        async () => ((await twoOpen()) === 1 ? true : undefined),
        () => "one process",
      );
      expect((await seen("it lives", () => true))[0]).toMatchObject({ endedAt: null });
      await first.kill("SIGKILL");
      await seen("the end", ([one]) => one?.endedAt != null);
    });
  },
);

describe.skipIf(isMissing(findCodex(), findTmux()))(
  "a codex without hooks that runs before the server",
  () => {
    test("is there with all that was said, and its death is seen", async () => {
      const { open, start } = await aHome(codexHome);
      const terminal = await open();
      await terminal.until("? for shortcuts");
      await terminal.submit("[[text All done]]");
      await shown(terminal, "• All done");
      const { seen, of } = await start();
      const [agent] = await seen("the session, done", is("complete"));
      expect(agent).toMatchObject({ backend: "codex", endedAt: null, title: "[[text All done]]" });
      expect((await of(agent)).processes).toMatchObject([
        { pid: expect.any(Number), pane: "%0", endedAt: null },
      ]);
      await terminal.kill("SIGKILL");
      await seen("the end", ([one]) => one?.endedAt != null);
    });

    test("is not mistaken for the other one in its folder: neither is taken in, and it is told why", async () => {
      const { open, start } = await aHome(codexHome);
      const [one, other] = [await open(), await open()];
      await one.submit("[[text One]]");
      await shown(one, "• One");
      await other.submit("[[text Other]]");
      await shown(other, "• Other");
      const { processes, agents } = await start();
      const told = await until(
        async () => {
          const all = await processes();
          return all.length === 2 ? all : undefined;
        },
        async () => JSON.stringify(await processes()),
      );
      const doubt = "2 processes are in its folder, and none says which session is its own";
      expect(told).toMatchObject([
        { backend: "codex", sessionId: null, doubt },
        { sessionId: null, doubt },
      ]);
      expect(await agents()).toEqual([]);
    });
  },
);

describe.skipIf(isMissing(findGemini(), findTmux()))(
  "a gemini without hooks that runs before the server",
  () => {
    test("is there with all that was said, and its death is seen", async () => {
      const { open, start } = await aHome(geminiHome);
      const terminal = await open();
      await terminal.submit("[[text All done]]");
      await terminal.until("✦ All done");
      const { seen, of } = await start();
      const [agent] = await seen("the session", (all) => all.length === 1 && all[0]?.title !== null);
      expect(agent).toMatchObject({ backend: "gemini", endedAt: null, title: "[[text All done]]" });
      expect((await of(agent)).processes).toMatchObject([{ pid: expect.any(Number), endedAt: null }]);
      await terminal.kill("SIGKILL");
      await seen("the end", ([one]) => one?.endedAt != null);
    });
  },
);

describe.skipIf(isMissing(findOpencode(), findTmux()))(
  "an opencode without its plugin that runs before the server",
  () => {
    test("is there with all that was said, is followed, and its death is seen", async () => {
      const { open, start } = await aHome(opencodeHome);
      const terminal = await open();
      await terminal.submit("[[bash echo hi]] [[text All done]]");
      await terminal.until(/^ {5}All done/m);
      const { seen, of } = await start();
      const [agent] = await seen("the session, done", is("complete"));
      expect(agent).toMatchObject({ backend: "opencode", endedAt: null });
      const { commands, turns, processes } = await of(agent);
      expect(commands).toMatchObject([{ outcome: "done" }]);
      expect(turns.map(({ text }) => text)).toEqual([
        "[[bash echo hi]] [[text All done]]",
        "bash",
        "All done",
      ]);
      expect(processes).toMatchObject([{ pid: expect.any(Number), endedAt: null }]);

      await terminal.submit("[[delay 60000]] [[text Not reached]]");
      await seen("the next command", ([one]) => one?.state === "commanded" || one?.state === "processing");
      await terminal.kill("SIGKILL");
      const [ended] = await seen("the end", ([one]) => one?.endedAt != null);
      expect(ended).toMatchObject({ id: agent?.id, state: "complete", endReason: "process_gone" });
    });
  },
);
