import { setTimeout as pause } from "node:timers/promises";
import type { Backend } from "@signalbox/contract/common";
import type { Logger } from "pino";
import { newId } from "../../kernel/ids.ts";
import { type OwnedExit, type OwnedProcess, startOwned } from "../../platform/processes/owned-process.ts";
import { findProgram } from "../../platform/processes/run-program.ts";
import { adapterOf, type HeadlessCli } from "../backends/index.ts";
import { AcpDriver } from "./acp-driver.ts";
import type { AgentDriver, DriverInMaking, DriverRequest, DriverStop } from "./driver.ts";
import { StreamJsonDriver } from "./stream-json-driver.ts";

/** A start of a CLI without a terminal. */
export interface DriverStart {
  launchId: string;
  backend: Backend;
  cwd: string;
  env: Readonly<Record<string, string>>;
  args: readonly string[];
  /** The id that a new session is given; null where its CLI makes it. */
  sessionId: string | null;
  resumes: string | null;
}

/** What a CLI asks, with the session that it asks in. */
export interface OwnedQuestion extends DriverRequest {
  launchId: string;
  backend: Backend;
  sessionId: string;
  cwd: string;
  pid: number;
}

/** That a turn was stopped, or failed, in a session. */
export type OwnedStop = DriverStop & {
  backend: Backend;
  sessionId: string;
  pid: number;
  identity: string;
};

/** How a program that was driven came to its end. */
export interface OwnedEnd extends OwnedExit {
  lastWords: string;
}

interface Owned {
  start: DriverStart;
  process: OwnedProcess;
  driver: AgentDriver;
  agentId: string | null;
  end: OwnedEnd | null;
}

const drivers: Record<HeadlessCli["protocol"], new () => DriverInMaking> = {
  stream_json: StreamJsonDriver,
  acp: AcpDriver,
};

/** A CLI opens its session within this, or is given up. */
const opensWithinMs = 60_000;
/** When the server stops: until a CLI ended by itself, and then by SIGTERM. */
const [endsWithinMs, termWithinMs] = [3_000, 2_000];
/** Whoever was told that a process is gone may ask before its last words have arrived. */
const lastWordsMs = 2_000;

interface DriversOptions {
  /** Where programs are looked for. */
  path: string;
  log: Logger;
  onQuestion(question: OwnedQuestion): void;
  onStopped(stop: OwnedStop): Promise<void>;
}

/** The CLIs that this process runs without a terminal. */
export class Drivers {
  readonly #options: DriversOptions;
  readonly #owned = new Map<string, Owned>();
  /** Those that have not opened their session yet. */
  readonly #opening = new Set<OwnedProcess>();
  #stopped = false;

  constructor(options: DriversOptions) {
    this.#options = options;
  }

  /** Resolves once its session is open. @throws Error with the reason where it does not open */
  async start(start: DriverStart): Promise<{ pid: number; sessionId: string }> {
    if (this.#stopped) throw new Error("the server stops");
    const headless = adapterOf(start.backend)?.headless;
    if (headless === undefined) throw new Error("it can't be run without a terminal");
    const file = await programFor(headless, this.#options.path);
    const making = new drivers[headless.protocol]();
    const process = await startOwned({
      ...{ file, cwd: start.cwd, env: { ...start.env, ...headless.env } },
      args: headless.args(start),
      onLine: (line) => making.onLine(line),
    });
    if (this.#stopped) {
      process.signal("SIGKILL");
      throw new Error("the server stops");
    }
    this.#opening.add(process);
    const opened = this.#begin(start, { making, process, mode: headless.mode ?? null });
    const driver = await opened.finally(() => this.#opening.delete(process));
    const owned: Owned = { start, process, driver, agentId: null, end: null };
    this.#owned.set(start.launchId, owned);
    void process.exited.then((exit) => {
      owned.end = { ...exit, lastWords: process.lastWords() };
    });
    return { pid: process.pid, sessionId: driver.sessionId };
  }

  has(launchId: string): boolean {
    return this.#owned.has(launchId);
  }

  joined(launchId: string, agentId: string): void {
    const owned = this.#owned.get(launchId);
    if (owned !== undefined) owned.agentId = agentId;
  }

  /** The driver of an agent that this process runs. */
  ofAgent(agentId: string): AgentDriver | null {
    const found = [...this.#owned.values()].find((one) => one.agentId === agentId && one.end === null);
    return found?.driver ?? null;
  }

  ofLaunch(launchId: string): AgentDriver | null {
    return this.#owned.get(launchId)?.driver ?? null;
  }

  /** How it ended, of one whose process is gone; null where this process did not run it. */
  async endOf(launchId: string): Promise<OwnedEnd | null> {
    const owned = this.#owned.get(launchId);
    if (owned === undefined) return null;
    await Promise.race([owned.process.exited, pause(lastWordsMs)]);
    return owned.end;
  }

  forget(launchId: string): void {
    this.#owned.delete(launchId);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const live = [...this.#owned.values()].filter(({ end }) => end === null);
    for (const process of this.#opening) process.signal("SIGKILL");
    await Promise.all(live.map(stopOwned));
  }

  async #begin(
    start: DriverStart,
    { making, process, mode }: { making: DriverInMaking; process: OwnedProcess; mode: string | null },
  ): Promise<AgentDriver> {
    const { log, onQuestion, onStopped } = this.#options;
    const { launchId, backend, cwd, sessionId, resumes } = start;
    let garbage = 0;
    const begun = making.begin({
      ...{ process, cwd, sessionId, resumes, mode },
      onQuestion: (request) => {
        const own = this.#owned.get(launchId)?.driver.sessionId ?? resumes ?? sessionId ?? "";
        onQuestion({ ...request, launchId, backend, cwd, sessionId: own, pid: process.pid });
      },
      onStopped: (stop) => {
        const own = this.#owned.get(launchId)?.driver.sessionId ?? "";
        const told = { ...stop, backend, sessionId: own, pid: process.pid, identity: newId() };
        return onStopped(told).catch((error: unknown) =>
          log.error({ err: error, launchId }, "the end of a turn was not taken in"),
        );
      },
      onGarbage: () => garbage++,
    });
    void process.exited.then(() => {
      const dropped = process.droppedLines();
      if (garbage + dropped > 0) log.warn({ launchId, garbage, dropped }, "lines that were no messages");
    });
    const tooLong = pause(opensWithinMs, null, { ref: false }).then(() => {
      throw new Error("it did not open a session within a minute");
    });
    try {
      return await Promise.race([begun, tooLong]);
    } catch (error) {
      process.signal("SIGKILL");
      await process.exited;
      const words = process.lastWords();
      throw words === "" ? error : new NotOpened(error, words);
    }
  }
}

/** A CLI that opened no session, and what it said about that. */
export class NotOpened extends Error {
  readonly lastWords: string;

  constructor(cause: unknown, lastWords: string) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = "NotOpened";
    this.lastWords = lastWords;
  }
}

async function programFor({ programs }: HeadlessCli, path: string): Promise<string> {
  for (const name of programs) {
    const found = await findProgram(name, path);
    if (found !== null) return found;
  }
  throw new Error(`there is no "${programs.join('" or "')}" where the server looks for programs`);
}

async function stopOwned({ driver, process }: Owned): Promise<void> {
  const endsWithin = (ms: number) => Promise.race([process.exited.then(() => true), pause(ms, false)]);
  void driver.end().catch(() => process.closeInput());
  if (await endsWithin(endsWithinMs)) return;
  process.signal("SIGTERM");
  if (!(await endsWithin(termWithinMs))) process.signal("SIGKILL");
}
