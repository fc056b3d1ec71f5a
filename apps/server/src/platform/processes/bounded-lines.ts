/** Cuts a stream of bytes into lines. One that is longer than allowed is left out, and never kept in memory whole. */
export class BoundedLines {
  readonly #most: number;
  #pieces: Buffer[] = [];
  #size = 0;
  #isTooLong = false;
  #dropped = 0;

  /** `most`: bytes of one line. */
  constructor(most: number) {
    this.#most = most;
  }

  /** How many lines were left out. */
  get dropped(): number {
    return this.#dropped;
  }

  /** The lines that end in this chunk. */
  push(chunk: Buffer): string[] {
    const lines: string[] = [];
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      this.#keep(chunk.subarray(from, end));
      const line = this.#take();
      if (line !== null) lines.push(line);
      from = end + 1;
    }
    this.#keep(chunk.subarray(from));
    return lines;
  }

  #keep(piece: Buffer): void {
    if (piece.length === 0 || this.#isTooLong) return;
    this.#size += piece.length;
    this.#isTooLong = this.#size > this.#most;
    if (this.#isTooLong) this.#pieces = [];
    else this.#pieces.push(piece);
  }

  #take(): string | null {
    const line = this.#isTooLong ? null : Buffer.concat(this.#pieces).toString("utf8").trim();
    if (line === null) this.#dropped++;
    this.#pieces = [];
    this.#size = 0;
    this.#isTooLong = false;
    return line === "" ? null : line;
  }
}
