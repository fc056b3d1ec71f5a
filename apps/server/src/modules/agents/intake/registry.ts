import type { Queryable } from "../../../platform/database/database.ts";
import type { Signal } from "../../backends/index.ts";
import { agentKey, type Lanes } from "../tracking/track.ts";
import type { Tracked } from "../tracking/tracked.ts";
import { clearedSince, loadSessions } from "./load-agents.ts";

/** Agents beyond this many are forgotten, ended ones first; the database has them. */
const mostRemembered = 2_000;
/** A folder tells which session a `/clear` went on from only this long. */
const clearedWithinMs = 10_000;

/** The tracked agents in memory; loaded from the database when first needed, changed only by a commit. */
export class Registry {
  readonly #agents = new Map<string, Tracked>();
  readonly #loadedSessions = new Set<string>();

  /** Loads the sessions of these signals, with their children, that are not in memory yet. */
  async load(read: Queryable, signals: readonly Signal[]): Promise<void> {
    const missing = new Map<string, Signal>();
    for (const signal of signals) {
      const key = agentKey(signal.backend, signal.sessionId);
      if (!this.#loadedSessions.has(key)) missing.set(key, signal);
    }
    if (missing.size === 0) return;
    const cleared = [...missing.values()].filter(startsByClear);
    const before = await clearedSince(read, cleared, clearedWithinMs);
    const sessionIds = [...missing.values()].map(({ sessionId }) => sessionId);
    for (const { key, agent } of await loadSessions(read, [...new Set([...sessionIds, ...before])])) {
      if (!this.#agents.has(key)) this.#agents.set(key, agent);
      if (agent.parentId === null) this.#loadedSessions.add(key);
    }
    for (const key of missing.keys()) this.#loadedSessions.add(key);
  }

  get(key: string): Tracked | undefined {
    return this.#agents.get(key);
  }

  /** A draft over the registry: what a batch decides shows in it, and here once it is committed. */
  draft(): Draft {
    const changed = new Map<string, Tracked>();
    const agents = this.#agents;
    const all = () => [...agents.entries(), ...changed.entries()];
    return {
      get: (key) => changed.get(key) ?? agents.get(key),
      set: (key, agent) => changed.set(key, agent),
      clearedBefore: (signal) => newestCleared(new Map(all()).values(), signal),
      commit: () => {
        for (const [key, agent] of changed) this.#remember(key, agent);
        this.#forgetSome();
      },
    };
  }

  /** Drops a session, to be loaded anew: its lane may not be what is stored. */
  forget({ backend, sessionId }: Pick<Signal, "backend" | "sessionId">): void {
    const session = agentKey(backend, sessionId);
    this.#loadedSessions.delete(session);
    for (const key of this.#agents.keys()) {
      if (key === session || key.startsWith(`${session}\0`)) this.#agents.delete(key);
    }
  }

  /** Processes of live agents, as far as they told their pids. */
  livePids(): Set<number> {
    const pids = new Set<number>();
    for (const { memory } of this.#agents.values()) {
      for (const { pid, ended } of memory.processes) if (pid !== null && !ended) pids.add(pid);
    }
    return pids;
  }

  #remember(key: string, agent: Tracked): void {
    this.#agents.delete(key);
    this.#agents.set(key, agent);
  }

  /** Whole sessions go, so that a lane in memory always has its children beside it. */
  #forgetSome(): void {
    if (this.#agents.size <= mostRemembered) return;
    for (const agent of [...this.#agents.values()]) {
      if (this.#agents.size <= mostRemembered / 2) return;
      if (agent.parentId !== null) continue;
      this.forget({ backend: agent.backend, sessionId: agent.sessionId });
    }
  }
}

export interface Draft extends Lanes {
  /** Makes the registry what the draft says. */
  commit(): void;
}

const startsByClear = ({ observation }: Signal): boolean =>
  observation.kind === "session_started" && observation.source === "clear";

function newestCleared(agents: Iterable<Tracked>, signal: Signal): Tracked | undefined {
  const { pid, pane } = signal.process;
  const at = signal.at.getTime();
  const candidates = [...agents].filter(
    (agent) =>
      agent.parentId === null && agent.backend === signal.backend && agent.sessionId !== signal.sessionId,
  );
  const newest = (some: Tracked[]) => some.sort((a, b) => a.lastSeenAt - b.lastSeenAt).at(-1);
  const samePlace = candidates.filter(
    (agent) =>
      (agent.endReason === "clear" || agent.endedAt === null) &&
      agent.memory.processes.some(
        (process) => (pid !== null && process.pid === pid) || (pane !== null && process.pane === pane),
      ),
  );
  const sameFolder = candidates.filter(
    ({ cwd, endReason, endedAt }) =>
      cwd === signal.cwd && endReason === "clear" && endedAt !== null && at - endedAt <= clearedWithinMs,
  );
  return newest(samePlace) ?? newest(sameFolder);
}
