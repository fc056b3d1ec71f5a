import type { Queryable } from "../../../platform/database/database.ts";
import type { Signal } from "../../backends/index.ts";
import { agentKey, type Lanes } from "../tracking/track.ts";
import type { Tracked } from "../tracking/tracked.ts";
import { isErased, loadErasures } from "./erasures.ts";
import { clearedSince, loadSessions } from "./load-agents.ts";

/** Sessions beyond this many are forgotten, ended ones first; the database has them. */
const mostRemembered = 2_000;
const keptWhenForgetting = 1_500;
/** A folder tells which session a `/clear` went on from only this long. */
const clearedWithinMs = 10_000;

/** A session's agent and its children, by their keys. */
type Session = Map<string, Tracked>;

/** The tracked agents in memory; loaded from the database when first needed, changed only by a commit. */
export class Registry {
  /** The session heard of last is the last. */
  readonly #sessions = new Map<string, Session>();
  /** Of the sessions in memory. */
  readonly #erasures = new Map<string, number>();

  /** Loads the sessions of these signals, with their children, that are not in memory yet. */
  async load(read: Queryable, signals: readonly Signal[]): Promise<void> {
    const missing = signals.filter((signal) => !this.#sessions.has(sessionKey(signal)));
    if (missing.length > 0) await this.#loadMissing(read, missing);
    // Heard of last. Where a commit beside this one forgets one all the same, its row is refused and it is loaded anew.
    for (const signal of signals) this.#sessionAt(sessionKey(signal));
  }

  async #loadMissing(read: Queryable, missing: readonly Signal[]): Promise<void> {
    const cleared = await clearedSince(read, missing.filter(startsByClear), clearedWithinMs);
    const sessionIds = new Set([...missing.map(({ sessionId }) => sessionId), ...cleared]);
    for (const [key, at] of await loadErasures(read, [...sessionIds])) this.#erasures.set(key, at);
    const known = new Set(this.#sessions.keys());
    for (const { key, agent } of await loadSessions(read, [...sessionIds])) {
      if (!known.has(sessionOf(key))) this.#remember(key, agent);
    }
  }

  /** A draft over the registry: what a batch decides shows in it, and here once it is committed. */
  draft(): Draft {
    const changed = new Map<string, Tracked>();
    const get = (key: string) => changed.get(key) ?? this.#sessions.get(sessionOf(key))?.get(key);
    const all = () =>
      new Map([...[...this.#sessions.values()].flatMap((session) => [...session]), ...changed]);
    return {
      get,
      set: (key, agent) => changed.set(key, agent),
      isErased: (signal) => isErased(signal, this.#erasures),
      clearedBefore: (signal) => newestCleared(all().values(), signal),
      commit: (written) => {
        for (const [key, agent] of changed) {
          const { revision } = agent;
          this.#remember(key, written.has(agent.id) ? { ...agent, revision: revision + 1 } : agent);
        }
        this.#forgetSome();
      },
    };
  }

  /** Drops a session, to be loaded anew: its lane may not be what is stored. */
  forget(signal: Pick<Signal, "backend" | "sessionId">): void {
    this.#sessions.delete(sessionKey(signal));
  }

  #sessionAt(key: string): Session {
    const session = this.#sessions.get(key) ?? new Map<string, Tracked>();
    this.#sessions.delete(key);
    this.#sessions.set(key, session);
    return session;
  }

  #remember(key: string, agent: Tracked): void {
    this.#sessionAt(sessionOf(key)).set(key, agent);
  }

  /** Whole sessions go, so that a lane in memory always has its children beside it. */
  #forgetSome(): void {
    if (this.#sessions.size <= mostRemembered) return;
    const hasEnded = ([key, session]: [string, Session]) => session.get(key)?.endedAt !== null;
    const oldestFirst = [...this.#sessions];
    const victims = [...oldestFirst.filter(hasEnded), ...oldestFirst.filter((one) => !hasEnded(one))];
    for (const [key] of victims.slice(0, this.#sessions.size - keptWhenForgetting))
      this.#sessions.delete(key);
  }
}

const sessionKey = ({ backend, sessionId }: Pick<Signal, "backend" | "sessionId">) =>
  agentKey(backend, sessionId);

/** The key of the session that an agent's key belongs to; see `agentKey`. */
const sessionOf = (key: string) => key.split("\0", 2).join("\0");

export interface Draft extends Lanes {
  /** Whether an operator erased what a line tells. */
  isErased(signal: Signal): boolean;
  /** Makes the registry what the draft says, where it says that these agents were written. */
  commit(written: ReadonlySet<string>): void;
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
