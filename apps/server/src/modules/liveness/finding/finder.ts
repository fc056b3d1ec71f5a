import type { Backend } from "@signalbox/contract/common";
import type { Logger } from "pino";
import type { ProgramList, RunningProgram } from "../../../platform/processes/program-list.ts";
import type { AgentsApi, FoundSession, WatchedProcess } from "../../agents/index.ts";
import { adapterOf } from "../../backends/index.ts";
import { type CliProcess, type Match, matchByFolder, ownWord } from "./match-session.ts";
import { Searches } from "./searches.ts";
import { cliOf, type Home, isOfCli, seeAgain, seeProcess, withoutLaunchers } from "./see-processes.ts";

export interface FinderOptions {
  agents: Pick<AgentsApi, "adoption" | "recentTranscripts" | "endedSessions">;
  watched(): Promise<readonly WatchedProcess[]>;
  list: ProgramList;
  home: Home;
  now: () => number;
  log: Logger;
}

/** A process of a CLI that runs here, with the session it has open, or why that can't be told. */
export interface SeenCli {
  process: CliProcess;
  sessionId: string | null;
  doubt: string | null;
}

export interface Finder {
  /** Looks once at all processes of CLIs, and takes in the sessions of those that no hook told of. */
  round(signal: AbortSignal): Promise<void>;
  /** What the last round saw, by number. */
  seen(): readonly SeenCli[];
}

/** A hook of a process that has just begun comes first. */
const youngMs = 4_000;
/** A dialog that waits this long without a hook's word has none. */
const heardWithinMs = 3_000;
/** More processes than this are not looked at. */
const mostProcesses = 200;

export const createFinder = (options: FinderOptions): Finder => {
  const round = new Rounds(options);
  return { round: (signal) => round.run(signal), seen: () => round.seen };
};

const keyOf = ({ pid, birth }: { pid: number; birth: string }) => `${pid} ${birth}`;

class Rounds {
  readonly #options: FinderOptions;
  seen: readonly SeenCli[] = [];
  /** Processes by number and birth; null for those of others. */
  #known = new Map<string, CliProcess | null>();
  /** Those whose register told of another session than is watched, at the last look. */
  #strayed = new Map<string, string>();
  readonly #searches = new Searches();

  constructor(options: FinderOptions) {
    this.#options = options;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { list, watched } = this.#options;
    const programs = await list.look(isOfCli);
    if (programs === null) return;
    const running = withoutLaunchers(programs).slice(0, mostProcesses);
    const held = running.length === 0 ? [] : await watched();
    const processes = await this.#look(running, held);
    const [ours, strangers] = [[] as SeenCli[], [] as CliProcess[]];
    for (const process of processes) {
      const sessions = sessionsOf(process, held);
      if (sessions.length === 0) strangers.push(process);
      else ours.push(...(await this.#alone(process, () => this.#lookAfter(process, sessions))));
    }
    const young = new Set(running.filter(({ ageMs }) => ageMs < youngMs).map(({ args }) => cliOf(args)));
    this.seen = [...ours, ...(await this.#takeIn(strangers, { held, young, signal }))].sort(
      (a, b) => a.process.pid - b.process.pid,
    );
  }

  /** What is known of them all; of those that nobody watches, what they tell now. */
  async #look(running: readonly RunningProgram[], held: readonly WatchedProcess[]): Promise<CliProcess[]> {
    const { list, home, now } = this.#options;
    const known = new Map<string, CliProcess | null>();
    for (const program of running) {
      if (program.ageMs < youngMs) continue;
      const before = this.#known.get(keyOf(program));
      const isHeld = held.some(({ pid }) => pid === program.pid);
      const process =
        before === null || (before !== undefined && isHeld)
          ? before && (await seeAgain(before))
          : await seeProcess(program, { list, home, now: now() });
      known.set(keyOf(program), process);
    }
    this.#known = known;
    this.#forgetTheGone();
    return [...known.values()].filter((process) => process !== null);
  }

  #forgetTheGone(): void {
    for (const key of this.#strayed.keys()) if (!this.#known.has(key)) this.#strayed.delete(key);
    this.#searches.forgetAllBut((key) => this.#known.has(key));
  }

  /** What a hook would have told of a process that is watched: that a dialog waits, or that it has another session. */
  async #lookAfter(process: CliProcess, sessions: readonly WatchedProcess[]): Promise<SeenCli> {
    const { adoption } = this.#options.agents;
    const { registered } = process;
    const own = sessions.find(({ sessionId }) => registered === null || sessionId === registered.sessionId);
    if (own !== undefined) {
      this.#strayed.delete(keyOf(process));
      await this.#tellWaiting(process, own.sessionId);
      return { process, sessionId: own.sessionId, doubt: null };
    }
    const [session] = sessions;
    const to = registered?.sessionId ?? "";
    if (this.#strayed.get(keyOf(process)) === to && session !== undefined) {
      const next = foundOf(process, ownWord(process));
      if (next !== null) await adoption.moved({ ...next, sessionId: session.sessionId }, next);
    }
    // Its hooks, where it has any, tell within the moment.
    this.#strayed.set(keyOf(process), to);
    return { process, sessionId: to, doubt: null };
  }

  async #tellWaiting(process: CliProcess, sessionId: string): Promise<void> {
    const since = process.registered?.waitsSince ?? null;
    if (since === null || this.#options.now() - since < heardWithinMs) return;
    const found = foundOf(process, {
      kind: "session",
      sessionId,
      transcriptPath: null,
      by: "the CLI's own register",
    });
    if (found !== null) await this.#options.agents.adoption.waits(found, new Date(since));
  }

  async #takeIn(strangers: readonly CliProcess[], around: Around): Promise<SeenCli[]> {
    const matches = new Map(strangers.map((process) => [process, ownWord(process)]));
    const told = [...matches.values()].flatMap((match) => (match?.kind === "session" ? match.sessionId : []));
    const taken = new Set([
      ...around.held.flatMap(({ pid, sessionId }) => (pid === null ? [] : sessionId)),
      ...told,
    ]);
    const seen: SeenCli[] = [];
    for (const [process, word] of matches) {
      const silent = strangers.filter(
        (one) => one !== process && isBeside(one, process) && !matches.get(one),
      );
      const match = await this.#resolve(process, word, { ...around, taken, beside: silent });
      const found = foundOf(process, match);
      const adopted = async (): Promise<SeenCli> => {
        if (found !== null) await this.#adopt(found);
        const doubt = match?.kind === "doubt" ? match.reason : null;
        return { process, sessionId: found?.sessionId ?? null, doubt };
      };
      seen.push(...(await this.#alone(process, adopted)));
    }
    return seen;
  }

  /** What is wrong with one process keeps no other from being found. */
  async #alone(process: CliProcess, look: () => Promise<SeenCli>): Promise<SeenCli[]> {
    try {
      return [await look()];
    } catch (error) {
      this.#options.log.warn(
        { err: error, pid: process.pid },
        "a process of a CLI could not be looked after",
      );
      return [];
    }
  }

  async #adopt(found: FoundSession): Promise<void> {
    const { agents, log } = this.#options;
    const { backend, pid, sessionId, by } = found;
    await agents.adoption.adopt(found);
    log.info({ backend, pid, sessionId, by }, "a session was found running of which no hook told");
  }

  /** The match of a process; null while it is not looked for. */
  async #resolve(process: CliProcess, word: Match | null, around: Alone): Promise<Match | null> {
    if (word?.kind === "session" && word.transcriptPath !== null) return word;
    const { backend, folder, startedAt } = process;
    if (adapterOf(backend)?.transcript === undefined)
      return { kind: "doubt", reason: "its CLI keeps no transcripts that could tell" };
    // What is new in its folder may be of one that has just begun, and is not looked at yet.
    if (word === null && around.young.has(backend)) return this.#before(process);
    const isHopeless = word === null && around.beside.length > 0 && !process.beginsSession;
    if (word === null && !isHopeless && !this.#isDue(process, around)) return this.#before(process);
    const search = { backend, folder, since: word === null ? startedAt : 0, signal: around.signal };
    const recent = isHopeless ? [] : await this.#options.agents.recentTranscripts(search);
    if (word?.kind !== "session") {
      // One that has ended is another's, who had it before.
      const over = await this.#options.agents.endedSessions(
        backend,
        recent.map(({ sessionId }) => sessionId),
      );
      return matchByFolder(process, { ...around, recent, taken: new Set([...around.taken, ...over]) });
    }
    const path = recent.find(({ sessionId }) => sessionId === word.sessionId)?.path ?? null;
    return { ...word, transcriptPath: path };
  }

  #before(process: CliProcess): Match | null {
    const before = this.seen.find((one) => keyOf(one.process) === keyOf(process));
    return before?.doubt ? { kind: "doubt", reason: before.doubt } : null;
  }

  #isDue(process: CliProcess, { held }: Around): boolean {
    const unplaced = held.filter(({ backend, pid }) => backend === process.backend && pid === null);
    const sessions = unplaced.map(({ sessionId }) => sessionId);
    return this.#searches.isDue(keyOf(process), { now: this.#options.now(), unplaced: sessions });
  }
}

interface Around {
  held: readonly WatchedProcess[];
  /** CLIs of which a process has just begun. */
  young: ReadonlySet<Backend | undefined>;
  signal: AbortSignal;
}

interface Alone extends Around {
  taken: ReadonlySet<string>;
  beside: readonly CliProcess[];
}

const sessionsOf = ({ pid, birth }: CliProcess, held: readonly WatchedProcess[]): WatchedProcess[] =>
  held.filter((one) => one.pid === pid && (one.birth === null || one.birth === birth));

const isBeside = (one: CliProcess, other: CliProcess): boolean =>
  one.backend === other.backend && one.cwd === other.cwd && one.folder === other.folder;

function foundOf(process: CliProcess, match: Match | null): FoundSession | null {
  if (match?.kind !== "session") return null;
  const { backend, pid, birth, pane, cwd, startedAt } = process;
  const { sessionId, transcriptPath, by } = match;
  return {
    ...{ backend, pid, birth, pane, cwd, sessionId, transcriptPath, by },
    startedAt: new Date(startedAt),
  };
}
