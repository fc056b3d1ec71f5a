import type { Agent } from "@signalbox/contract/agents";
import type { Backend } from "@signalbox/contract/common";
import type { CliHome } from "@signalbox/testkit/cli-home";
import type { Terminal } from "@signalbox/testkit/terminal";
import { until } from "@signalbox/testkit/until";
import type { Seen, watchedCli } from "../watched-cli.ts";
import { standing } from "./standing.ts";
import type { StepName } from "./steps.ts";

export type World = Awaited<ReturnType<typeof watchedCli>>;

/** Where a step is played: a terminal of its own, and what the server tells of the session in it. */
export interface Stage {
  world: World;
  terminal: Terminal;
  /** Waits until the server tells where the agent stands. */
  stands(as: string): Promise<Seen>;
  /** Waits until a tool has begun. */
  usesTool(): Promise<Seen>;
  /** From now on another session is looked at: the next one that is heard of. */
  nextSession(): Promise<void>;
  /** Another terminal on the same stage. */
  reopen(...args: string[]): Promise<Terminal>;
}

/** How a step shows. */
export interface Known {
  /** Brings the step about, and resolves as soon as it has left its trace. */
  play(on: Stage): Promise<void>;
  /** Where the agent stands then; see `standing`. */
  shows: string;
  /** It stood so before, too: what matters is that it goes on to. */
  lasts?: true;
  /** What a reader would wonder about. */
  note?: string;
}

/** Why a step can't be told, or does not exist there. */
export interface Unknowable {
  not: string;
}

export type Steps = Readonly<Record<StepName, Known | Unknowable>>;

/** A CLI, and how the steps are played on it. */
export interface Cast {
  backend: Backend;
  homeOf(modelUrl: string): CliHome;
  /** Once, before all steps. */
  prepare?(world: World): Promise<void>;
  /** A terminal that opened takes a prompt then. */
  ready?(terminal: Terminal): Promise<unknown>;
  steps: Steps;
}

export interface Played {
  /** From the trace to the truth. */
  ms: number;
  seen: Seen;
}

/** Plays a step on a stage of its own, and waits for the truth. */
export async function playStep(world: World, { ready }: Cast, step: Known): Promise<Played> {
  let seen = await liveSession(world);
  const terminals: Terminal[] = [];
  const open = async (...args: string[]) => {
    const terminal = await world.home.open(...args);
    terminals.push(terminal);
    await ready?.(terminal);
    return terminal;
  };
  const stage: Stage = {
    world,
    terminal: await open(),
    stands: (as) => seen(as, (now) => standing(now) === as),
    usesTool: () => seen("a tool", ({ turns }) => turns.some(({ tool }) => tool !== null)),
    nextSession: async () => {
      seen = await liveSession(world);
    },
    reopen: open,
  };
  try {
    await step.play(stage);
    const began = performance.now();
    const last = await seen(`standing "${step.shows}"`, (now) => standing(now) === step.shows);
    const ms = performance.now() - began;
    if (step.lasts) await stays(seen, step.shows);
    return { ms, seen: last };
  } finally {
    for (const terminal of terminals) await terminal.close();
  }
}

/** Longer than any look at processes, panes and transcripts takes to tell otherwise. */
const lastingMs = 4_000;

async function stays(seen: Awaited<ReturnType<typeof liveSession>>, as: string): Promise<void> {
  const end = performance.now() + lastingMs;
  while (performance.now() < end) {
    const now = await seen("anything", () => true);
    if (standing(now) !== as) throw new Error(`It stands as ${standing(now)}, no longer as ${as}`);
  }
}

/** What is seen of the next session that lives; one of before may only be heard of as it ends. */
async function liveSession(world: World) {
  const isKnown = await world.known();
  let id: string | null = null;
  const isIt = (agent: Agent): boolean => {
    if (id === null && agent.parentId === null && agent.endedAt === null && !isKnown(agent)) id = agent.id;
    return agent.id === id;
  };
  return (what: string, is: (now: Seen) => boolean) => world.seen(isIt, what, is);
}

/** Waits until the model was asked: what is asked of it has begun then. */
export const modelAsked = (world: World, text: string) =>
  until(
    () => (world.stub.requests.some((body) => JSON.stringify(body).includes(text)) ? true : undefined),
    () => `the model to be asked for ${text}`,
  );
