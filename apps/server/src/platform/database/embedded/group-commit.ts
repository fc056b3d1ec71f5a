import type { Answer } from "./protocol.ts";
import { execute, messageType, parse } from "./wire.ts";

const statement = "_flush";
const flushSql =
  "select case when pg_current_wal_insert_lsn() > pg_current_wal_flush_lsn() " +
  "then pg_logical_emit_message(false, '', '', true) end";

export interface GroupCommitParts {
  /** Gives bytes to the engine and answers what it says. */
  exchange: (bytes: Buffer) => Buffer;
  release: (answers: readonly Answer[]) => void;
  /** Longest hold; a slow disk stretches it, so that its groups are larger. */
  holdMs: number;
}

/**
 * Holds the answers of finished transactions, makes all of them durable by one flush of the log, then
 * releases them together. The engine itself runs with synchronous_commit=off and never flushes alone.
 */
export class GroupCommit {
  readonly #parts: GroupCommitParts;
  #held: Answer[] = [];
  #heldSince = 0;
  #holdMs: number;

  constructor(parts: GroupCommitParts) {
    this.#parts = parts;
    this.#holdMs = parts.holdMs;
    parts.exchange(parse(statement, flushSql));
  }

  get holding(): boolean {
    return this.#held.length > 0;
  }

  /** Whether the oldest answer has waited long enough. */
  get due(): boolean {
    return this.holding && performance.now() - this.#heldSince > this.#holdMs;
  }

  hold(answers: readonly Answer[]): void {
    if (!this.holding) this.#heldSince = performance.now();
    this.#held.push(...answers);
  }

  /** False where the log can't be flushed now: a failed transaction is open. Ask again when it has ended. */
  flush(): boolean {
    if (!this.holding) return true;
    const started = performance.now();
    if (this.#parts.exchange(execute(statement)).readUInt8() === messageType.error) return false;
    this.#holdMs = Math.max(this.#parts.holdMs, 3 * (performance.now() - started));
    const released = this.#held;
    this.#held = [];
    this.#parts.release(released);
    return true;
  }
}
