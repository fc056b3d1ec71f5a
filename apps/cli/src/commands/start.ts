import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "@signalbox/client/client";
import { type Backend, backends } from "@signalbox/contract/common";
import { getLaunch, type Launch, resumeAgent, startLaunch } from "@signalbox/contract/launches";
import type { Command } from "commander";
import { CliError, exitCodes } from "../errors.ts";
import { readId } from "../ids.ts";
import { type Context, connect } from "../server/connect.ts";
import { clean, cleanJson } from "../text/clean.ts";
import { projectNamed } from "./named-projects.ts";
import { personaNamed } from "./personas.ts";

interface StartOptions {
  project?: string;
  worktree?: string;
  persona?: string;
  name?: string;
  prompt?: string;
  headless?: boolean;
  json?: boolean;
}

export function addStart(program: Command, context: Context): void {
  program
    .command("start")
    .argument(
      "[backend...]",
      `the CLI (${backends.join(", ")}; claude if none), and behind -- arguments for it`,
    )
    .description("start an agent in a terminal of its own, or without one, here or in a project")
    .option("--project <project>", "where: the id, the slug or the folder of a project")
    .option("--worktree <branch>", "on a branch of its own, in a worktree")
    .option("--persona <persona>", "who it is: the id, the slug or the name of a persona")
    .option("--name <name>", "what it is called")
    .option("--prompt <text>", "what it is asked to do first")
    .option("--headless", "without a terminal: the server runs it itself")
    .option("--json", "print JSON")
    .action((words: string[], options: StartOptions) => start(context, { ...readWords(words), options }));
}

export function addResume(program: Command, context: Context): void {
  program
    .command("resume")
    .argument("<agent>", "the id of an ended agent", readId)
    .description("go on with an ended session, as it was started last")
    .option("--prompt <text>", "what it is asked to do first")
    .option("--headless", "without a terminal: the server runs it itself")
    .option("--no-headless", "in a terminal of its own")
    .option("--json", "print JSON")
    .action((agentId: string, options: StartOptions) => resume(context, agentId, options));
}

/** Behind `--` everything is the CLI's: only there may the first word be none of ours. */
function readWords([first, ...rest]: readonly string[]): { backend: Backend; args: string[] } {
  const backend = backends.find((name) => name === first);
  if (backend !== undefined) return { backend, args: rest };
  if (first !== undefined && !first.startsWith("-"))
    throw new CliError(
      `There is no CLI "${clean(first)}": there are ${backends.join(", ")}`,
      exitCodes.usage,
    );
  return { backend: "claude", args: first === undefined ? [] : [first, ...rest] };
}

async function start(
  context: Context,
  { backend, args, options }: { backend: Backend; args: string[]; options: StartOptions },
): Promise<void> {
  const client = await connect(context);
  const { project, worktree, persona, name, prompt, headless } = options;
  const body = {
    ...{ key: randomUUID(), backend, args },
    ...(project === undefined ? { path: process.cwd() } : { projectId: await projectNamed(client, project) }),
    ...(worktree === undefined ? {} : { worktree: { branch: worktree } }),
    ...(persona === undefined ? {} : { personaId: (await personaNamed(client, persona)).id }),
    ...(name === undefined ? {} : { name }),
    ...(prompt === undefined ? {} : { prompt }),
    ...(headless === true ? { mode: "headless" as const } : {}),
  };
  await tell(context, client, { launch: await client.call(startLaunch, { body }), json: options.json });
}

async function resume(
  context: Context,
  agentId: string,
  { prompt, headless, json }: StartOptions,
): Promise<void> {
  const client = await connect(context);
  const body = {
    key: randomUUID(),
    ...(prompt === undefined ? {} : { prompt }),
    ...(headless === undefined ? {} : { mode: headless ? ("headless" as const) : ("terminal" as const) }),
  };
  const launch = await client.call(resumeAgent, { params: { agentId }, body });
  await tell(context, client, { launch, json });
}

/** So long an agent is waited for once its terminal is open: it may ask something before it speaks to anybody. */
const joinsWithinMs = 15_000;
const lookEveryMs = 200;

/** Waits until the agent is known, and tells it and how to get into its terminal. */
async function tell(
  { io }: Context,
  client: Client,
  { launch: begun, json }: { launch: Launch; json: boolean | undefined },
): Promise<void> {
  let launch: Launch & { screen?: string | null } = begun;
  let openedAt: number | null = null;
  while (launch.state === "starting") {
    if (launch.step === "opened") openedAt ??= performance.now();
    if (openedAt !== null && performance.now() - openedAt > joinsWithinMs) break;
    await pause(lookEveryMs);
    launch = await client.call(getLaunch, { params: { launchId: launch.id } });
  }
  if (launch.state === "failed") {
    const last = clean(launch.lastLines ?? "").trim();
    throw new CliError(
      [launch.reason ?? "It could not be started", ...(last === "" ? [] : [last])].join("\n"),
    );
  }
  if (json) return io.out(cleanJson(launch, 2));
  const opened = launch.mode === "headless" ? "It listens" : "Its terminal is open";
  io.out(launch.agentId === null ? `${opened}: launch ${launch.id}` : `Agent ${launch.agentId}`);
  if (launch.attach !== null) io.out(`Attach: ${launch.attach.command}`);
  if (launch.state === "waiting")
    io.err("It waits for its first prompt: its CLI reports no session before that. Attach, and give it one");
  else if (launch.agentId === null && launch.mode === "terminal")
    io.err(`Nothing was heard of it yet. It shows:\n${clean(launch.screen ?? "").trim()}`);
}
