import { recordOf } from "./spec.ts";

/** What waits for room: of more, the oldest goes. */
const mostWaiting = 64 * 1024 * 1024;

/**
 * Writes records whole, one behind the other, and in their order, onto a disk that may be full: what can't be written waits,
 * and where something had to go, a note in its place says so.
 */
export class OutputFile {
  /** As `writeSync`: answers how much it took, or throws. */
  readonly #write: (bytes: Buffer) => number;
  readonly #now: () => number;
  readonly #most: number;
  readonly #waiting: Buffer[] = [];
  /** What is missing of the record that was begun. */
  #rest: Buffer | null = null;
  #size = 0;
  /** Records that went, and that no note tells of yet. */
  #gap = 0;
  #lost = 0;

  constructor(write: (bytes: Buffer) => number, now: () => number, most = mostWaiting) {
    [this.#write, this.#now, this.#most] = [write, now, most];
  }

  get lost(): number {
    return this.#lost;
  }

  record(stream: string, text: string): void {
    const bytes = Buffer.from(recordOf(this.#now(), stream, text));
    this.#waiting.push(bytes);
    this.#size += bytes.length;
    if (this.flush()) return;
    while (this.#size > this.#most) this.#drop();
  }

  /** Whether nothing waits any more. */
  flush(): boolean {
    for (let next = this.#next(); next !== null; next = this.#next()) {
      const written = this.#tryWrite(next);
      if (written < next.length) {
        this.#rest = next.subarray(written);
        return false;
      }
    }
    return true;
  }

  /** Nobody waits for room any more. */
  giveUp(): void {
    if (this.#rest !== null) this.#lost++;
    this.#rest = null;
    while (this.#waiting.length > 0) this.#drop();
  }

  /** Taken from what waits; the note goes before what came behind the gap. */
  #next(): Buffer | null {
    const rest = this.#rest;
    this.#rest = null;
    if (rest !== null) return rest;
    if (this.#gap > 0) {
      const note = Buffer.from(recordOf(this.#now(), "n", gapNote(this.#gap)));
      this.#gap = 0;
      return note;
    }
    const next = this.#waiting.shift() ?? null;
    this.#size -= next?.length ?? 0;
    return next;
  }

  #tryWrite(bytes: Buffer): number {
    try {
      return this.#write(bytes);
    } catch {
      return 0;
    }
  }

  #drop(): void {
    const dropped = this.#waiting.shift();
    if (dropped === undefined) return;
    this.#size -= dropped.length;
    this.#gap++;
    this.#lost++;
  }
}

const gapNote = (records: number): string =>
  `${records} ${records === 1 ? "line is" : "lines are"} missing here: there was no room on the disk`;
