import { setTimeout as pause } from "node:timers/promises";
import type { Backend } from "@signalbox/contract/common";
import type { Logger } from "pino";
import { newId } from "../../kernel/ids.ts";
import { type OwnedExit, type OwnedProcess, startOwned } from "../../platform/processes/owned-process.ts";
import { findProgram } from "../../platform/processes/run-program.ts";
import { type HeadlessCli, launchableOf, type Observation } from "../backends/index.ts";
import { AcpDriver } from "./acp-driver.ts";
import type { AgentDriver, DriverInMaking, DriverRequest } from "./driver.ts";
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

/** What a session did, as its protocol told and nothing else does. */
export interface OwnedDoing {
  backend: Backend;
  sessionId: string;
  cwd: string;
  pid: number;
  /** Tells it from all else that is done. */
  identity: string;
  observation: Observation;
}

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
  onDone(doing: OwnedDoing): Promise<void>;
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
    const ways = launchableOf(start.backend)?.headless ?? [];
    if (ways.length === 0) throw new Error("it can't be run without a terminal");
    const { headless, file } = await firstFound(ways, this.#options.path);
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
    const opened = this.#begin(start, { making, process, headless });
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
    { making, process, headless }: { making: DriverInMaking; process: OwnedProcess; headless: HeadlessCli },
  ): Promise<AgentDriver> {
    const { log, onQuestion, onDone } = this.#options;
    const { launchId, backend, cwd, sessionId, resumes } = start;
    let garbage = 0;
    const begun = making.begin({
      ...{ process: leaving(process, headless), cwd, sessionId, resumes },
      headless,
      onQuestion: (request) => {
        const own = this.#owned.get(launchId)?.driver.sessionId ?? resumes ?? sessionId ?? "";
        onQuestion({ ...request, launchId, backend, cwd, sessionId: own, pid: process.pid });
      },
      onDone: (observation) => {
        const own = this.#owned.get(launchId)?.driver.sessionId ?? "";
        const doing = { observation, backend, sessionId: own, cwd, pid: process.pid, identity: newId() };
        return onDone(doing).catch((error: unknown) =>
          log.error({ err: error, launchId }, "what an agent did was not taken in"),
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

async function firstFound(
  ways: readonly HeadlessCli[],
  path: string,
): Promise<{ headless: HeadlessCli; file: string }> {
  for (const headless of ways) {
    const file = await findProgram(headless.program, path);
    if (file !== null) return { headless, file };
  }
  const names = ways.map(({ program }) => program).join('" or "');
  throw new Error(`there is no "${names}" where the server looks for programs`);
}

/** A closed input is the end of a program; of some it takes a signal as well. */
const leaving = (process: OwnedProcess, { leavesBy }: HeadlessCli): OwnedProcess => ({
  ...process,
  closeInput() {
    process.closeInput();
    if (leavesBy !== undefined) process.signal(leavesBy);
  },
});

async function stopOwned({ driver, process }: Owned): Promise<void> {
  const endsWithin = (ms: number) => Promise.race([process.exited.then(() => true), pause(ms, false)]);
  void driver.end().catch(() => process.closeInput());
  if (await endsWithin(endsWithinMs)) return;
  process.signal("SIGTERM");
  if (!(await endsWithin(termWithinMs))) process.signal("SIGKILL");
}
