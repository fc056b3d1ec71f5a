import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { delimiter, dirname } from "node:path";
import { promisify } from "node:util";
import type { WatchedBackend } from "@signalbox/contract/common";
import * as launches from "@signalbox/contract/launches";
import * as restarts from "@signalbox/contract/restarts";
import type { BodyInputOf } from "@signalbox/contract/route";
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
  type Tool,
} from "@signalbox/testkit/machine";
import { opencodeHome } from "@signalbox/testkit/opencode";
import { until } from "@signalbox/testkit/until";
import { type Seen, watchedCli } from "./watched-cli.ts";

const run = promisify(execFile);

/** How each CLI works without asking, and what it is asked to leave a file behind. */
export const clis = {
  claude: {
    ...{ find: findClaude, home: claudeHome, args: ["--permission-mode", "acceptEdits"] },
    resumesWithPrompt: true,
    writes: (name: string) => `[[write ${name} :: by claude]] [[text All done]]`,
  },
  codex: {
    ...{ find: findCodex, home: codexHome },
    resumesWithPrompt: true,
    args: ["--dangerously-bypass-hook-trust", "--dangerously-bypass-approvals-and-sandbox"],
    writes: (name: string) =>
      `[[tool exec_command ${JSON.stringify({ cmd: `echo by codex > ${name}` })}]] [[text All done]]`,
  },
  gemini: {
    ...{ find: findGemini, home: geminiHome, args: ["-m", "gemini-2.5-pro", "--yolo", "--skip-trust"] },
    resumesWithPrompt: true,
    writes: (name: string) => `[[bash echo by gemini > ${name}]] [[text All done]]`,
  },
  opencode: {
    ...{ find: findOpencode, home: opencodeHome, args: ["--auto"] },
    // It would leave the prompt out.
    resumesWithPrompt: false,
    writes: (name: string) => `[[bash echo by opencode > ${name}]] [[text All done]]`,
  },
} as const;

export const toolsOf = (backend: WatchedBackend) => [clis[backend].find(), findTmux()];

/** What a server needs to start the CLI of a home as its person would. */
export const launchEnv = (
  { find }: { find(): Tool },
  home: Pick<CliHome, "env">,
  env: Record<string, string> = {},
) => ({
  ...home.env,
  PATH: `${dirname(find().path ?? "")}${delimiter}${process.env.PATH}`,
  SIGNALBOX_LAUNCH_ENV: Object.keys(home.env)
    .filter((name) => name !== "PATH")
    .join(","),
  ...env,
});

type Wish = Partial<BodyInputOf<typeof launches.startLaunch>>;

/** A server that starts one CLI of a home of its own. */
export async function launchingCli(backend: WatchedBackend, env: Record<string, string> = {}) {
  const world = await watchedCli(backend, clis[backend].home, (home) => launchEnv(clis[backend], home, env));
  const { client, home } = world;
  const get = (launchId: string) => client.call(launches.getLaunch, { params: { launchId } });
  const start = (wish: Wish) => {
    const { path: given, args, ...more } = wish;
    const path = wish.projectId === undefined ? { path: given ?? home.workspace } : {};
    const body = { key: randomUUID(), backend, ...path, ...more, args: [...(args ?? clis[backend].args)] };
    return client.call(launches.startLaunch, { body });
  };
  /** Waits until a launch is as it should be. */
  const untilIt = (id: string, what: string, is: (launch: launches.Launch) => boolean) =>
    until(
      async () => {
        const now = await get(id);
        return is(now) ? now : undefined;
      },
      async () => `${what} in ${JSON.stringify(await get(id), null, 1)}`,
      { timeoutMs: 60_000 },
    );
  const joined = async (id: string) => {
    const launch = await untilIt(id, "its agent", ({ state }) => state !== "starting" && state !== "waiting");
    if (launch.agentId === null) throw new Error(`no agent: ${JSON.stringify(launch)}`);
    return { ...launch, agentId: launch.agentId };
  };
  return {
    ...world,
    ...{ get, start, untilIt, joined },
    over: (id: string) => untilIt(id, "its end", ({ endedAt }) => endedAt !== null),
    agent: (id: string, what: string, is: (seen: Seen) => boolean) =>
      world.seen((agent) => agent.id === id, what, is),
    end: (agentId: string, how: launches.Ending) =>
      client.call(launches.endAgent, { params: { agentId }, body: { how } }),
    endLaunch: (launchId: string, how: launches.Ending) =>
      client.call(launches.endLaunch, { params: { launchId }, body: { how } }),
    resume: (agentId: string, prompt?: string) =>
      client.call(launches.resumeAgent, {
        params: { agentId },
        body: { key: randomUUID(), ...(prompt === undefined ? {} : { prompt }) },
      }),
    restart: (agentId: string, wish: { key?: string; force?: boolean } = {}) =>
      client.call(restarts.restartAgent, { params: { agentId }, body: { key: randomUUID(), ...wish } }),
    /** A restart once it is over. */
    restarted: (restartId: string) => {
      const look = () => client.call(restarts.getRestart, { params: { restartId } });
      return until(
        async () => {
          const now = await look();
          return now.endedAt === null ? undefined : now;
        },
        async () => JSON.stringify(await look()),
        { timeoutMs: 90_000 },
      );
    },
    tmux: async (...args: string[]) =>
      (await run("tmux", ["-S", home.tmuxSocket, ...args], { env: home.env })).stdout.trim(),
    stop: async () => {
      await run("tmux", ["-S", home.tmuxSocket, "kill-server"]).catch(() => {});
      await world.stop();
    },
  };
}
