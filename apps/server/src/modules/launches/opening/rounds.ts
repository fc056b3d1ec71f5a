import { launchJoined } from "@signalbox/contract/launches";
import { lineageOf } from "../../../platform/processes/lineage.ts";
import { findLeftWorktrees, moveToRunning } from "../launch-moves.repository.ts";
import { findOpenLaunches, type LaunchRow } from "../launches.repository.ts";
import type { LaunchesOptions } from "../options.ts";
import { leaveWorktree } from "../worktrees/leave-worktree.ts";
import { type Heard, matchAgent } from "./match-agent.ts";
import { createOpener } from "./open-launch.ts";
import type { Opener } from "./opener.ts";
import { ownerOf } from "./owner.ts";
import { settleHeadless } from "./settle-headless.ts";
import { settleLaunch } from "./settle-launch.ts";

/** How many launches are not over, and how many of them wait for their agent. */
export interface RoundReport {
  open: number;
  starting: number;
}

/** After a SIGTERM, until what pays no heed to it is killed. */
const termWithinMs = 5_000;

const causeOf = ({ actor, correlation_id: correlationId }: LaunchRow) => ({ actor, correlationId });

/** Looks after the launches of this machine: opens them, finds their agents, sees them end. */
export class Rounds {
  readonly #options: LaunchesOptions;
  readonly #opener: Opener;
  /** What goes on by itself, since a setup script may take minutes. */
  readonly #going = new Map<string, Promise<void>>();

  /** Since when those whose server is gone are told to end. */
  readonly #orphans = new Map<string, number>();

  constructor(options: LaunchesOptions) {
    this.#options = options;
    this.#opener = createOpener(options);
  }

  async round(): Promise<RoundReport> {
    const { db, places, table } = this.#options;
    const rows = await findOpenLaunches(db.read, places.hostId());
    for (const row of rows) {
      if (row.step === "preparing") this.#go(row, () => this.#opener.open(row));
      if (row.step === "opening") this.#go(row, () => this.#opener.recover(row));
    }
    const opened = rows.filter(({ step, pid }) => step === "opened" && pid !== null);
    const seen = await table.look(opened.flatMap(({ pid }) => pid ?? []));
    const isThere = ({ pid, birth }: LaunchRow) => {
      const process = seen?.get(pid ?? 0);
      return seen === null || (process !== undefined && (birth === null || process.birth === birth));
    };
    await this.#join(
      opened.filter((row) => row.state !== "running"),
      rows,
    );
    for (const row of opened) {
      if (!isThere(row)) this.#go(row, () => this.#settle(row));
      else if (row.mode === "headless") await this.#lookAfterOwned(row);
    }
    for (const row of await findLeftWorktrees(db.read, places.hostId()))
      this.#go(row, () => leaveWorktree(row, this.#options));
    return { open: rows.length, starting: rows.filter(({ state }) => state === "starting").length };
  }

  /** Resolves once all that goes on by itself is over. */
  async idle(): Promise<void> {
    await Promise.all(this.#going.values());
  }

  /** As it is now: it may have joined its agent in this very round. */
  async #settle(row: LaunchRow): Promise<void> {
    const { db, places } = this.#options;
    this.#orphans.delete(row.id);
    const now = (await findOpenLaunches(db.read, places.hostId())).find(({ id }) => id === row.id);
    if (now === undefined || (await this.#isAnothers(now))) return;
    await (now.mode === "headless" ? settleHeadless : settleLaunch)(now, this.#options);
  }

  /** What ended as a part of another server process is that one's to tell of, while it lives. */
  async #isAnothers(row: LaunchRow): Promise<boolean> {
    return row.mode === "headless" && (await ownerOf(row, this.#options.table)) === "another";
  }

  /** One whose server is gone ends by itself, but for what it has under way: nobody is left to answer it. */
  async #lookAfterOwned(row: LaunchRow): Promise<void> {
    const { drivers, groups, table, log } = this.#options;
    if (drivers.has(row.id)) {
      if (row.agent_id !== null) drivers.joined(row.id, row.agent_id);
      return;
    }
    if (row.pid === null || row.birth === null || (await ownerOf(row, table)) === "another") return;
    const since = this.#orphans.get(row.id);
    const isFirst = since === undefined;
    if (isFirst) this.#orphans.set(row.id, performance.now());
    if (!isFirst && performance.now() - since < termWithinMs) return;
    const signal = isFirst ? "SIGTERM" : "SIGKILL";
    log.info({ launchId: row.id, signal }, "an agent that another server ran is ended: its server is gone");
    groups.signal({ group: row.pid }, signal);
  }

  async #join(starting: readonly LaunchRow[], all: readonly LaunchRow[]): Promise<void> {
    const [first] = starting;
    if (first === undefined) return;
    const { agents, db, drivers, tell } = this.#options;
    const since = new Date(Math.min(...starting.map(({ at }) => at.getTime())));
    const heard = await this.#lineages(await agents.heardSince(since));
    const taken = new Set(all.flatMap(({ agent_id }) => agent_id ?? []));
    for (const row of starting) {
      const { backend, cwd, session_id: sessionId, resumes_agent_id: resumes, pid } = row;
      const openedAt = row.opened_at;
      if (pid === null || openedAt === null) continue;
      const agentId = matchAgent({ backend, cwd, sessionId, resumes, pid, openedAt }, heard, taken);
      if (agentId === null) continue;
      taken.add(agentId);
      // First, so that a server that dies in between does it again.
      if (row.persona_id !== null) await agents.givePersona(agentId, row.persona_id, causeOf(row));
      await db.transaction(async (tx) => {
        const moved = await moveToRunning(tx, row.id, agentId);
        if (moved !== undefined) tell(tx, launchJoined, moved);
      });
      if (row.mode === "headless") drivers.joined(row.id, agentId);
    }
  }

  #lineages(heard: Awaited<ReturnType<LaunchesOptions["agents"]["heardSince"]>>): Promise<Heard[]> {
    const { table } = this.#options;
    return Promise.all(
      heard.map(async ({ pid, ...one }) => ({
        ...one,
        lineage: pid === null ? [] : ((await lineageOf(pid, table)) ?? [pid]),
      })),
    );
  }

  #go(row: LaunchRow, work: () => Promise<void>): void {
    if (this.#going.has(row.id)) return;
    const going = work()
      .then(
        () => true,
        (error: unknown) => {
          this.#options.log.warn({ err: error, launchId: row.id }, "a launch could not be looked after");
          return false;
        },
      )
      .then((isDone) => {
        this.#going.delete(row.id);
        // What failed would fail again at once.
        if (isDone) this.#options.bell.ring();
      });
    this.#going.set(row.id, going);
  }
}
