import { Duplex } from "node:stream";
import { AppError } from "../../../kernel/errors.ts";
import { beginAnswer, bufferOf, countRequests, endsRequest, isBegin, messages, messageType } from "./wire.ts";

/** What a socket needs of the engine behind it. */
export interface SocketParts {
  /** Resolves when the engine takes connections; rejects where it won't. */
  ready: () => Promise<void>;
  connect: () => void;
  request: (bytes: Uint8Array<ArrayBuffer>, begin: boolean) => void;
  disconnect: () => void;
}

/**
 * What `pg` takes for its connection to a server. All requests that are written in one turn travel to the
 * engine as one message; a BEGIN is answered here and travels with the statement after it.
 */
export class EngineSocket extends Duplex {
  readonly #parts: SocketParts;
  #written: Buffer[] = [];
  #posting = false;
  #greeted = false;
  #unanswered = 0;
  #begin = false;

  constructor(parts: SocketParts) {
    super({ allowHalfOpen: false });
    this.#parts = parts;
  }

  connect(): this {
    this.#parts.ready().then(
      () => this.emit("connect"),
      (reason: Error) => this.destroy(reason),
    );
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  /** Bytes from the engine. */
  receive(bytes: Uint8Array): void {
    const answer = bufferOf(bytes);
    for (const { type } of messages(answer)) if (type === messageType.ready) this.#unanswered -= 1;
    this.push(answer);
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#accept([chunk]);
    done();
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.#accept(chunks.map(({ chunk }) => chunk));
    done();
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#parts.disconnect();
    done(error);
  }

  #accept(chunks: readonly Buffer[]): void {
    if (!this.#greeted) {
      this.#greeted = true;
      this.#unanswered += 1;
      this.#parts.connect();
      return;
    }
    this.#written.push(...chunks);
    if (this.#posting) return;
    this.#posting = true;
    queueMicrotask(() => this.#post());
  }

  #post(): void {
    this.#posting = false;
    if (this.destroyed) return;
    const written = Buffer.concat(this.#written);
    const end = lastRequestEnd(written);
    if (end === undefined) {
      this.destroy(new AppError("unsupported", "database.cursor", "The embedded database has no cursors"));
      return;
    }
    this.#written = end === written.length ? [] : [written.subarray(end)];
    if (end === 0) return;
    const requests = written.subarray(0, end);
    if (this.#unanswered === 0 && !this.#begin && isBegin(requests)) {
      this.#begin = true;
      this.push(beginAnswer);
      return;
    }
    this.#unanswered += countRequests(requests);
    this.#parts.request(new Uint8Array(requests), this.#begin);
    this.#begin = false;
  }
}

/** Where the last whole request ends; undefined where a portal is left open, which needs a session of its own. */
function lastRequestEnd(written: Buffer): number | undefined {
  let last = 0;
  for (const { type, end } of messages(written)) {
    if (type === messageType.flush) return undefined;
    if (endsRequest(type)) last = end;
  }
  return last;
}
