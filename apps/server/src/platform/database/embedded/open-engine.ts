import { isMainThread } from "node:worker_threads";
import { bytesToStart } from "@signalbox/state-folder/space";
import { type Clock, systemClock } from "../../../kernel/clock.ts";
import type { DatabaseState } from "../database.ts";
import { freeBytes, isWritable, prepareFolder } from "./data-folder.ts";
import { EmbeddedEngine } from "./engine.ts";
import { lockFolder } from "./folder-lock.ts";
import type { EngineSocket } from "./socket.ts";

export interface OpenOptions {
  /** Where the embedded database lives; made where it is missing. */
  folder: string;
  /** Told of what an operator should know: lost connections, overdue transactions, restarts. */
  warn?: (text: string) => void;
  clock?: Clock;
  limits?: Partial<EngineLimits>;
}

/** What keeps the engine from harm; the defaults suit one laptop. */
export interface EngineLimits {
  /** Longest time that a finished transaction waits for others to share its flush. */
  holdMs: number;
  transactionLimitMs: number;
  /** A request that runs longer ends the engine's worker, which is then replaced. */
  requestLimitMs: number;
  restartPausesMs: readonly number[];
  /** How long to wait between new starts when all of these failed. */
  seldomMs: number;
  /** What the disk must have free at the start. */
  minimumFreeBytes: number;
  /**
   * What it must have free for another write. An engine that can't add to its log stops where it is; the log grows by
   * 16 MB at a time.
   */
  reserveBytes: number;
}

const defaultLimits: EngineLimits = {
  holdMs: 5,
  transactionLimitMs: 5_000,
  requestLimitMs: 60_000,
  restartPausesMs: [0, 200, 1_000, 5_000, 15_000],
  seldomMs: 60_000,
  minimumFreeBytes: bytesToStart,
  reserveBytes: 48 * 1_048_576,
};

/** A running engine whose folder is this process's. */
export interface OpenEngine {
  socket(): EngineSocket;
  state(): DatabaseState;
  /** Copies the data while others work, to a path that is not there yet; they wait meanwhile. */
  copy(to: string): Promise<void>;
  /** Ends the engine and gives the folder back. */
  close(): Promise<void>;
}

/**
 * Locks the folder and starts the engine on it; one process at a time. It needs little of the program, so that the
 * rest can be loaded meanwhile.
 */
export async function openEngine(options: OpenOptions): Promise<OpenEngine> {
  const { folder, warn = () => {}, clock = systemClock } = options;
  const { minimumFreeBytes, reserveBytes, ...limits } = { ...defaultLimits, ...options.limits };
  // The engine makes its files open to everyone; a worker can't set the umask.
  if (isMainThread) process.umask(0o077);
  prepareFolder(folder, minimumFreeBytes);
  const unlock = lockFolder(folder, clock);
  try {
    const engine = await EmbeddedEngine.open({ ...limits, folder, warn });
    const close = async () => {
      await engine.close();
      unlock();
    };
    const state = () => stateOf(engine.state, folder, reserveBytes);
    return { socket: engine.socket, state, copy: (to) => engine.copy(to), close };
  } catch (thrown) {
    unlock();
    throw thrown;
  }
}

/** What the disk does not take is found out before the engine does: it would stop where it is. */
function stateOf(engine: DatabaseState, folder: string, reserveBytes: number): DatabaseState {
  if (engine === "closed") return engine;
  if (!isWritable(folder)) return "read_only";
  return engine === "ready" && isFull(folder, reserveBytes) ? "full" : engine;
}

/** A disk that can't be asked may have room: the engine finds out. */
function isFull(folder: string, reserveBytes: number): boolean {
  try {
    return freeBytes(folder) < reserveBytes;
  } catch {
    return false;
  }
}
