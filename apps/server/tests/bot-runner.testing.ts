import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { createClient } from "@signalbox/client/client";
import * as bots from "@signalbox/contract/bots";
import type { BotBackend } from "@signalbox/contract/chain";
import * as controls from "@signalbox/contract/execution-controls";
import * as executions from "@signalbox/contract/executions";
import * as projects from "@signalbox/contract/projects";
import type { BodyInputOf } from "@signalbox/contract/route";
import { gooseHome } from "@signalbox/testkit/goose";
import { findGoose } from "@signalbox/testkit/machine";
import { startModelStub } from "@signalbox/testkit/model-stub/model-stub";
import { runServer } from "@signalbox/testkit/server";
import { removeFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { onTestFinished } from "vitest";
import { clis, launchEnv } from "./launching-cli.ts";
import { preparedState } from "./prepared-state.ts";
import { signedIn } from "./signed-in.ts";

/** The CLIs that a bot runs by their name. */
export type CliOfBots = Exclude<BotBackend, "program">;

type Content = BodyInputOf<typeof bots.createBot>;

/** What a bot of each CLI is beside, on a machine whose model is a stub: these models are offered the plain tools. */
const usual: Readonly<Record<CliOfBots, Partial<Content>>> = {
  claude: {},
  codex: { backend: "codex", model: "gpt-5.5" },
  gemini: { backend: "gemini", model: "gemini-2.5-pro" },
  opencode: { backend: "opencode" },
  goose: { backend: "goose" },
};

/** The CLIs that run bots on a machine like that. */
export const botClis = { ...clis, goose: { find: findGoose, home: gooseHome } } as const;

function codexBeside(modelUrl: string) {
  const { home, remove } = clis.codex.home(modelUrl);
  return { variables: { CODEX_HOME: join(home, ".codex"), STUB_API_KEY: "not-a-real-key" }, remove };
}

/** With one more CLI on the path, and what it needs of variables. */
const withAnother = (env: Record<string, string>, path: string, variables: Record<string, string>) => ({
  ...{ ...env, ...variables, PATH: `${path}${delimiter}${env.PATH}` },
  SIGNALBOX_LAUNCH_ENV: [env.SIGNALBOX_LAUNCH_ENV, ...Object.keys(variables)].join(","),
});

/**
 * A server that runs bots with a real CLI, on a person's machine whose project is the home's workspace. `withCodex`: Codex is
 * there as well, and keeps its things elsewhere.
 */
export async function botRunner(
  env: Record<string, string> = {},
  backend: CliOfBots = "claude",
  { withCodex = false } = {},
) {
  const stub = await startModelStub();
  const home = botClis[backend].home(stub.url);
  const codex = withCodex ? codexBeside(stub.url) : null;
  const ownEnv = { ...launchEnv(botClis[backend], home), CLAUDE_CODE_MAX_RETRIES: "0", ...env };
  // In a temporary folder, only a repository is a project.
  execFileSync("git", ["init", "-q", home.workspace]);
  const stateFolder = await preparedState();
  const adminKey = `test_${randomUUID()}`;
  const options = {
    ...{ stateFolder, userHome: home.home, adminKey },
    env:
      codex === null ? ownEnv : withAnother(ownEnv, dirname(clis.codex.find().path ?? ""), codex.variables),
  };
  let server = await runServer(options);
  onTestFinished(async () => {
    await server.stop();
    await stub.stop();
    home.remove();
    codex?.remove();
    removeFolder(stateFolder);
  });
  const client = () => createClient({ baseUrl: server.url, credentials: () => ({ apiKey: adminKey }) });
  const make = (content: Partial<Content>) =>
    client().call(bots.createBot, {
      body: {
        name: "A bot",
        prompt: "{{ task }}",
        variables: [{ name: "task" }],
        ...usual[backend],
        ...content,
      },
    });
  const start = (botId: string, task: string, key: string = randomUUID()) =>
    client().call(bots.startBot, { params: { botId }, body: { key, values: { task } } });
  const get = (executionId: string) => client().call(executions.getExecution, { params: { executionId } });
  const log = (executionId: string, query: object = { after: 0, limit: 1_000 }) =>
    client().call(executions.getExecutionLog, { params: { executionId }, query });
  const as = (id: string, what: string, is: (now: executions.ExecutionDetail) => boolean) =>
    until(
      async () => {
        const now = await get(id);
        return is(now) ? now : undefined;
      },
      async () => `${what} in ${JSON.stringify(await get(id), null, 1)}`,
      { timeoutMs: 60_000 },
    );
  const file = (name: string) => join(home.workspace, name);
  return {
    url: () => server.url,
    browser: () => signedIn(server),
    ...{ stub, home, stateFolder, client, make, start, get, log, as, file },
    project: () => client().call(projects.createProject, { body: { path: home.workspace } }),
    /** Its first attempt, once that is over; another may follow. */
    tried: async (id: string) => {
      const now = await as(
        id,
        "its attempt",
        ({ state, attempts }) => state !== "running" && attempts[0]?.endedAt != null,
      );
      return { ...now, attempt: now.attempts[0] };
    },
    over: (id: string) => as(id, "its end", ({ endedAt }) => endedAt !== null),
    pause: (executionId: string) => client().call(controls.pauseExecution, { params: { executionId } }),
    goOn: (executionId: string) => client().call(controls.continueExecution, { params: { executionId } }),
    extend: (executionId: string, minutes: number) =>
      client().call(controls.extendExecution, { params: { executionId }, body: { minutes } }),
    cancel: (executionId: string) => client().call(controls.cancelExecution, { params: { executionId } }),
    made: (name: string) =>
      until(
        () => existsSync(file(name)) || undefined,
        () => `the file ${name}`,
        { timeoutMs: 60_000 },
      ),
    read: (name: string) => readFileSync(file(name), "utf8"),
    /** A node on another host, which shares the database alone. */
    another: async () => {
      const folder = await preparedState();
      const node = await runServer({ ...options, stateFolder: folder });
      onTestFinished(async () => {
        await node.stop();
        removeFolder(folder);
      });
      return {
        stateFolder: folder,
        client: createClient({ baseUrl: node.url, credentials: () => ({ apiKey: adminKey }) }),
      };
    },
    /** The server as after a power cut. */
    cut: () => server.kill9(),
    again: async () => {
      server = await runServer(options);
    },
  };
}
