import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { ProcessTable, SeenProcess } from "../../platform/processes/process-table.ts";
import type { AgentsApi, WatchedProcess } from "../agents/index.ts";
import { type Awake, createAwake } from "./awake.ts";
import { type GoneReason, judgeProcess } from "./judge-process.ts";
import type { PaneStanding } from "./pane-standing.ts";

export interface ReaperOptions {
  agents: Pick<AgentsApi, "keepBirths" | "processGone">;
  /** Processes of the sessions of this machine that have not ended. */
  watched(): Promise<readonly WatchedProcess[]>;
  table: ProcessTable;
  paneStanding(processId: string): PaneStanding;
  clock: Clock;
  log: Logger;
  /** Milliseconds that go by, whatever clocks say. */
  elapsed: () => number;
  /** After how long without a word an agent of which nothing else is known is gone. */
  silentMs: number;
  ended(reason: GoneReason): void;
}

export interface Reaper {
  /** Looks once at all processes of this machine's sessions, and tells of those that are gone. */
  round(): Promise<void>;
}

/** A process must be missed for this long: the hook by which it says goodbye may be on its way. */
const graceMs = 600;
/** After a start or a sleep, agents have this long to be heard before silence counts. */
const silenceCountsAfterMs = 10 * 60_000;
/** What was told is told again only after this long, should it not have ended. */
const toldAgainAfterMs = 60_000;

const mostForeign = 1_000;

export const createReaper = (options: ReaperOptions): Reaper => {
  const { agents, table, clock, elapsed } = options;
  const awake = createAwake(() => clock.now().getTime(), elapsed);
  const memory = new Missing(elapsed);
  let numbersMatch = false;
  const foreign = new ForeignNumbers();

  const judge = (watched: readonly WatchedProcess[], found: ReadonlyMap<number, SeenProcess>) => {
    const now = clock.now().getTime();
    const silentMs = silenceCounts(awake) ? options.silentMs : null;
    const judged = watched.map((process) => {
      const pane = options.paneStanding(process.processId);
      const alive = process.pid === null ? undefined : found.get(process.pid);
      const means = numbersMatch && !foreign.has(process);
      const evidence = { now, found: alive, numbersMatch: means, pane, silentMs };
      return { process, verdict: judgeProcess(process, evidence) };
    });
    numbersMatch ||= judged.some(({ process, verdict }) => process.pid !== null && verdict.kind === "lives");
    return judged;
  };

  return {
    async round() {
      if (!awake.look()) return memory.forget();
      const watched = await options.watched();
      const found = await table.look(watched.flatMap(({ pid }) => pid ?? []));
      if (found === null) return;
      const judged = judge(watched, found);
      const births = judged.flatMap(({ process: { processId }, verdict }) =>
        verdict.kind === "lives" && verdict.learnt !== null ? [{ processId, birth: verdict.learnt }] : [],
      );
      if (births.length > 0) await agents.keepBirths(births);
      const gone = judged.flatMap(({ process, verdict }) =>
        verdict.kind === "gone" ? [{ ...process, reason: verdict.reason }] : [],
      );
      const tellOne = async (one: Gone) => {
        await tell(one, options);
        memory.told(one);
        foreign.told(one);
      };
      await Promise.all(memory.overdue(gone).map(tellOne));
    },
  };
};

const silenceCounts = (awake: Awake): boolean => awake.sinceMs() >= silenceCountsAfterMs;

type Gone = WatchedProcess & { reason: GoneReason };

async function tell(gone: Gone, { agents, log, ended }: ReaperOptions): Promise<void> {
  const { agentId, pid, pane, reason } = gone;
  await agents.processGone(gone);
  ended(reason);
  log.info({ agentId, pid, pane, reason }, "a process of an agent is gone");
}

/** Knows numbers that mean others here: they were never found, were told gone, and their agent spoke under them again. */
class ForeignNumbers {
  readonly #toldGone = new Map<string, string>();

  told({ agentId, pid, birth, processId }: WatchedProcess): void {
    if (pid === null || birth !== null) return;
    if (this.#toldGone.size > mostForeign) this.#toldGone.clear();
    this.#toldGone.set(`${agentId} ${pid}`, processId);
  }

  has({ agentId, pid, birth, processId }: WatchedProcess): boolean {
    const before = this.#toldGone.get(`${agentId} ${pid}`);
    return birth === null && before !== undefined && before !== processId;
  }
}

/** Remembers since when processes are missing, and of which was told. */
class Missing {
  readonly #elapsed: () => number;
  #since = new Map<string, number>();
  #toldAt = new Map<string, number>();

  constructor(elapsed: () => number) {
    this.#elapsed = elapsed;
  }

  forget(): void {
    this.#since.clear();
  }

  /** Those that were missing for long enough; who is not among `gone` is not missing any more. */
  overdue(gone: readonly Gone[]): Gone[] {
    const now = this.#elapsed();
    this.#since = new Map(gone.map(({ processId }) => [processId, this.#since.get(processId) ?? now]));
    const stillMissing = [...this.#toldAt].filter(([processId]) => this.#since.has(processId));
    this.#toldAt = new Map(stillMissing);
    return gone.filter(
      ({ processId }) =>
        now - (this.#since.get(processId) ?? now) >= graceMs &&
        now - (this.#toldAt.get(processId) ?? Number.NEGATIVE_INFINITY) >= toldAgainAfterMs,
    );
  }

  told({ processId }: Gone): void {
    this.#toldAt.set(processId, this.#elapsed());
  }
}
