import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Agent, Command, Question, Turn } from "@signalbox/contract/agents";
import { Answer, type AnswerContent, Reach } from "@signalbox/contract/answers";
import type { Backend } from "@signalbox/contract/common";
import { EndReport, Launch } from "@signalbox/contract/launches";
import { Text } from "@signalbox/contract/texts";
import { gooseHome } from "@signalbox/testkit/goose";
import { findGoose, type Tool } from "@signalbox/testkit/machine";
import { startModelStub } from "@signalbox/testkit/model-stub/model-stub";
import { runServer } from "@signalbox/testkit/server";
import { removeFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { expect, onTestFinished } from "vitest";
import { z } from "zod";
import { clis, launchEnv } from "./launching-cli.ts";
import { preparedState } from "./prepared-state.ts";
import { signedIn } from "./signed-in.ts";

const Items = z.object({ items: z.array(z.record(z.string(), z.unknown())) });
const Problem = z.looseObject({ code: z.string() });

interface Wish {
  prompt?: string;
  args?: readonly string[];
}

interface Surroundings {
  /** Whether the CLI's hooks are installed. */
  hooks?: boolean;
  /** A folder of programs that it takes beside the CLI itself. */
  programs?: string;
  /** The program that it takes in the place of the CLI, which is nowhere. */
  only?: Tool;
  /** Of the server, besides. */
  env?: Readonly<Record<string, string>>;
}

const runnable = { ...clis, goose: { find: findGoose, home: gooseHome } };

/** An agent without a terminal that the server runs itself, and a browser that is signed in. */
export async function ownedAgent(
  backend: Backend,
  { hooks = true, programs, only, env: more = {} }: Surroundings = {},
) {
  const stub = await startModelStub();
  const cli = runnable[backend];
  const home = cli.home(stub.url);
  const stateFolder = await preparedState();
  const env = launchEnv(only === undefined ? cli : { find: () => only }, home, more);
  const path = programs === undefined ? env.PATH : `${programs}${delimiter}${env.PATH}`;
  const options = { stateFolder, userHome: home.home, env: { ...env, PATH: path } };
  let server = await runServer(options);
  if (hooks) expect((await server.fetch(`/api/hooks/${backend}`, { method: "POST" })).status).toBe(200);
  let browser = await signedIn(server);
  onTestFinished(async () => {
    await server.stop();
    await stub.stop();
    home.remove();
    removeFolder(stateFolder);
  });
  /** What the server logged last. */
  const said = () =>
    readFileSync(join(stateFolder, "logs", "server.log"), "utf8")
      .split("\n")
      .filter((line) => !line.includes('"msg":"request"'))
      .slice(-20)
      .join("\n");
  const ask = async (path: string, body?: unknown): Promise<unknown> => {
    const reply = await browser(path, body === undefined ? {} : { method: "POST", body });
    const told: unknown = await reply.json();
    if (!reply.ok) throw new Error(`${path}: ${JSON.stringify(told)}\n${said()}`);
    return told;
  };
  const items = async (path: string) => Items.parse(await ask(path)).items;
  const launch = async (id: string) => Launch.parse(await ask(`/api/launches/${id}`));
  const launchAs = (id: string, what: string, is: (launch: Launch) => boolean) =>
    until(
      async () => {
        const now = await launch(id);
        return is(now) ? now : undefined;
      },
      async () => `${what}: ${JSON.stringify(await launch(id))} ${said()}`,
      { timeoutMs: 60_000 },
    );
  const joined = async (id: string) => {
    const now = await launchAs(id, "its agent", ({ state }) => state !== "starting");
    if (now.agentId === null) throw new Error(`no agent: ${JSON.stringify(now)}`);
    return { ...now, agentId: now.agentId };
  };
  const start = async ({ prompt, args = [] }: Wish = {}) => {
    const body = { key: randomUUID(), backend, mode: "headless", path: home.workspace, args: [...args] };
    const begun = await ask("/api/launches", { ...body, ...(prompt === undefined ? {} : { prompt }) });
    return joined(Launch.parse(begun).id);
  };
  const resume = async (agentId: string, more: object = {}) =>
    joined(Launch.parse(await ask(`/api/agents/${agentId}/resume`, { key: randomUUID(), ...more })).id);
  const agent = async (id: string) => Agent.parse(await ask(`/api/agents/${id}`));
  const questions = async (id: string) =>
    z.array(Question).parse(await items(`/api/agents/${id}/questions?limit=200&order=oldest`));
  const reach = async (id: string) => Reach.parse(await ask(`/api/agents/${id}/reach`));
  const turns = async (id: string) => z.array(Turn).parse(await items(`/api/agents/${id}/turns?limit=200`));
  const commands = async (id: string) =>
    z.array(Command).parse(await items(`/api/agents/${id}/commands?limit=200&order=oldest`));
  const told = async (id: string) =>
    JSON.stringify([await agent(id), await questions(id), await reach(id), await turns(id)], null, 1) +
    JSON.stringify(await items("/api/launches")) +
    said();
  /** The question that waits, once it can be answered over the protocol. */
  const asked = (id: string) =>
    until(
      async () => {
        const open = (await questions(id)).find(({ state }) => state === "open");
        return open !== undefined && (await reach(id)).question?.way?.way === "protocol" ? open : undefined;
      },
      () => told(id),
      { timeoutMs: 60_000 },
    );
  const answer = ({ id, version }: Question, content: AnswerContent, key: string = randomUUID()) =>
    browser(`/api/questions/${id}/answers`, { method: "POST", body: { version, content, key } });
  const answered = async (question: Question, content: AnswerContent) => {
    const reply = await answer(question, content);
    if (reply.status !== 200) expect(await reply.json(), await told(question.agentId)).toBeNull();
    return Answer.parse(await reply.json());
  };
  const as = (id: string, what: string, is: (agent: Agent) => boolean) =>
    until(
      async () => {
        const now = await agent(id);
        return is(now) ? now : undefined;
      },
      async () => `${what}: ${await told(id)}`,
      { timeoutMs: 60_000 },
    );
  const file = (name: string) => join(home.workspace, name);
  return {
    ...{
      home,
      stub,
      ask,
      items,
      start,
      resume,
      joined,
      launch,
      launchAs,
      agent,
      questions,
      reach,
      turns,
      commands,
    },
    ...{ asked, answer, answered, as, file, told },
    state: (id: string, wanted: string) => as(id, wanted, ({ state }) => state === wanted),
    made: (name: string, id: string) =>
      until(
        () => existsSync(file(name)) || undefined,
        async () => `the file ${name}: ${await told(id)}`,
        { timeoutMs: 60_000 },
      ),
    /** What was answered, the oldest first. */
    given: async (id: string) => z.array(Answer).parse((await items(`/api/agents/${id}/answers`)).reverse()),
    say: async (id: string, text: string, interrupt = false) =>
      Text.parse(await ask(`/api/agents/${id}/texts`, { key: randomUUID(), text, interrupt })),
    interrupt: (id: string) => ask(`/api/agents/${id}/interrupt`, {}),
    end: async (id: string, how: string) => EndReport.parse(await ask(`/api/agents/${id}/end`, { how })),
    refusal: async (path: string, body: unknown) =>
      Problem.parse(await (await browser(path, { method: "POST", body })).json()),
    /** The server as after a power cut, and the next one. */
    cut: async () => {
      await server.kill9();
      server = await runServer(options);
      browser = await signedIn(server);
    },
    stateFolder,
    kill: () => server.kill9(),
    stop: () => server.stop(),
    again: async () => {
      server = await runServer(options);
      browser = await signedIn(server);
    },
  };
}
