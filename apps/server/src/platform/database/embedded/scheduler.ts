import type { GroupCommit } from "./group-commit.ts";
import type { Answer, ConnectionId } from "./protocol.ts";
import { judge, type Verdict } from "./session-commands.ts";
import {
  bufferOf,
  fatalError,
  forget,
  preparedNames,
  query,
  type Request,
  requestsIn,
  scopeStatements,
  splitNotifications,
  statusOf,
  transactionStatus,
} from "./wire.ts";

/** What PostgreSQL would keep for a connection; here the one session keeps it for all. */
interface Connection {
  channels: Set<string>;
  statements: Set<string>;
}

interface Work {
  connection: ConnectionId;
  bytes: Uint8Array;
  begin: boolean;
}

export interface SchedulerParts {
  exchange: (bytes: Buffer) => Buffer;
  groupCommit: GroupCommit;
  /** What the engine says to a client that has just connected. */
  greeting: Buffer;
  send: (answers: readonly Answer[]) => void;
  ended: (connection: ConnectionId) => void;
  warn: (text: string) => void;
  /** Asks for further steps: the engine became free outside of one. */
  wake: () => void;
  transactionLimitMs: number;
}

/**
 * Many logical connections on one session. Whoever has a transaction open owns the engine until it ends;
 * the others wait in order.
 */
export class Scheduler {
  readonly #parts: SchedulerParts;
  readonly #connections = new Map<ConnectionId, Connection>();
  #waiting: Work[] = [];
  #owned: Work[] = [];
  #owner: ConnectionId | undefined;
  #limit: NodeJS.Timeout | undefined;

  constructor(parts: SchedulerParts) {
    this.#parts = parts;
  }

  connect(connection: ConnectionId): void {
    this.#connections.set(connection, { channels: new Set(), statements: new Set() });
    this.#parts.send([{ connection, bytes: this.#parts.greeting }]);
  }

  enqueue(work: Work): void {
    if (!this.#connections.has(work.connection)) return;
    (work.connection === this.#owner ? this.#owned : this.#waiting).push(work);
  }

  disconnect(connection: ConnectionId): void {
    const leaving = this.#connections.get(connection);
    if (!leaving) return;
    this.#connections.delete(connection);
    if (this.#owner === connection) {
      this.#parts.exchange(query("rollback"));
      this.#owned = [];
      this.#release();
    }
    if (leaving.statements.size > 0) this.#parts.exchange(forget(leaving.statements));
    this.#waiting = this.#waiting.filter((work) => work.connection !== connection);
    this.#parts.wake();
  }

  /** Ends a connection with an error of PostgreSQL's. */
  terminate(connection: ConnectionId, sqlState: string, text: string): void {
    this.disconnect(connection);
    this.#parts.send([{ connection, bytes: fatalError(sqlState, text) }]);
    this.#parts.ended(connection);
  }

  terminateAll(sqlState: string, text: string): void {
    for (const connection of [...this.#connections.keys()]) this.terminate(connection, sqlState, text);
  }

  /** Runs the next request that may run; false where there is none. */
  step(): boolean {
    if (this.#owner === undefined && this.#mustFlush()) this.#parts.groupCommit.flush();
    const work = this.#owner === undefined ? this.#waiting.shift() : this.#owned.shift();
    if (!work) return false;
    this.#run(work);
    return true;
  }

  /** Whoever is done must not wait for a transaction that only begins: it lasts as long as its client takes. */
  #mustFlush(): boolean {
    const { groupCommit } = this.#parts;
    return groupCommit.due || (groupCommit.holding && this.#waiting[0]?.begin === true);
  }

  get idle(): boolean {
    return this.#owner === undefined;
  }

  #run({ connection, bytes, begin }: Work): void {
    const allowed = Buffer.concat(
      requestsIn(bufferOf(bytes)).map((request) => this.#guarded(connection, request)),
    );
    if (begin) this.#parts.exchange(query("begin"));
    const scoped = scopeStatements(allowed, `c${connection}_`);
    for (const name of preparedNames(scoped)) this.#connections.get(connection)?.statements.add(name);
    const answer = this.#parts.exchange(scoped);
    const idle = statusOf(answer) === transactionStatus.idle;
    const answers = this.#addressed(connection, answer);
    if (!idle) this.#acquire(connection);
    else if (this.#owner === connection) this.#release();
    if (idle) this.#parts.groupCommit.hold(answers);
    else this.#parts.send(answers);
  }

  /** The request itself, or one that fails in its place where it would change the shared session. */
  #guarded(connection: ConnectionId, request: Request): Buffer {
    const verdicts = request.texts.flatMap(judge);
    const refused = verdicts.find(({ refusal }) => refusal !== undefined);
    if (refused?.refusal !== undefined) return query(raise(refused.refusal));
    return verdicts.some(({ unlisten }) => unlisten !== undefined)
      ? this.#listen(connection, verdicts, query("select"))
      : this.#listen(connection, verdicts, request.bytes);
  }

  /** Notes who listens to what. The session itself listens on for good: others may still need the channel. */
  #listen(connection: ConnectionId, verdicts: readonly Verdict[], bytes: Buffer): Buffer {
    const channels = this.#connections.get(connection)?.channels;
    for (const { listen, unlisten } of verdicts) {
      if (listen !== undefined) channels?.add(listen);
      if (unlisten === "*") channels?.clear();
      else if (unlisten !== undefined) channels?.delete(unlisten);
    }
    return bytes;
  }

  #addressed(connection: ConnectionId, answer: Buffer): Answer[] {
    const { rest, notifications } = splitNotifications(answer);
    const answers: Answer[] = [];
    for (const { channel, bytes } of notifications)
      for (const [listener, { channels }] of this.#connections)
        if (channels.has(channel)) answers.push({ connection: listener, bytes: Buffer.from(bytes) });
    answers.push({ connection, bytes: rest });
    return answers;
  }

  #acquire(connection: ConnectionId): void {
    if (this.#owner === connection) return;
    this.#owner = connection;
    this.#owned = this.#waiting.filter((work) => work.connection === connection);
    this.#waiting = this.#waiting.filter((work) => work.connection !== connection);
    this.#limit = setTimeout(() => this.#overdue(connection), this.#parts.transactionLimitMs);
  }

  #release(): void {
    clearTimeout(this.#limit);
    this.#owner = undefined;
    this.#waiting.unshift(...this.#owned);
    this.#owned = [];
  }

  #overdue(connection: ConnectionId): void {
    const limit = `open longer than ${this.#parts.transactionLimitMs} ms`;
    this.#parts.warn(`A transaction was ${limit} and has been rolled back`);
    this.terminate(connection, "25P03", `terminating connection: transaction ${limit}`);
  }
}

const raise = (text: string): string =>
  `do $$ begin raise exception using errcode = '0A000', message = '${text.replaceAll("'", "''")}'; end $$`;
