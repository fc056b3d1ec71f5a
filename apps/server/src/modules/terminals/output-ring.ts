const smallPiece = 4_096;

/** The newest bytes of a stream, under the offsets they have in it. */
export class OutputRing {
  readonly #most: number;
  #pieces: Buffer[] = [];
  #start = 0;
  #end = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** The offset of the first byte that is kept. */
  get start(): number {
    return this.#start;
  }

  /** The offset of the byte that comes next. */
  get end(): number {
    return this.#end;
  }

  add(bytes: Buffer): void {
    const last = this.#pieces.at(-1);
    // Each piece costs more than a few bytes: single letters are put together.
    if (last !== undefined && last.length + bytes.length <= smallPiece) {
      this.#pieces[this.#pieces.length - 1] = Buffer.concat([last, bytes]);
    } else {
      this.#pieces.push(bytes);
    }
    this.#end += bytes.length;
    while (this.#end - this.#start > this.#most) {
      const oldest = this.#pieces.shift();
      if (oldest === undefined) return;
      this.#start += oldest.length;
    }
  }

  /** What was printed from `offset` on, `most` of it; null where that is not kept any more, or is still to come. */
  from(offset: number, most: number): Buffer | null {
    if (offset < this.#start || offset > this.#end) return null;
    const found: Buffer[] = [];
    let [at, length] = [this.#start, 0];
    for (const piece of this.#pieces) {
      const skipped = Math.max(0, offset - at);
      at += piece.length;
      if (skipped >= piece.length) continue;
      found.push(piece.subarray(skipped, skipped + most - length));
      length += Math.min(piece.length - skipped, most - length);
      if (length >= most) break;
    }
    return Buffer.concat(found);
  }
}
