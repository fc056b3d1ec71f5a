/** Where what is printed is drawn; `drawn` is called when it was. */
interface Screen {
  write(bytes: Uint8Array, drawn: () => void): void;
}

/** Gathers what is printed until the next frame, so that a flood is drawn once a frame and not once a piece. */
export class FrameWriter {
  readonly #screen: Screen;
  #pieces: Uint8Array[] = [];
  #shown: (() => void) | undefined;
  #frame: number | undefined;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  write(bytes: Uint8Array, shown: () => void): void {
    this.#pieces.push(bytes);
    this.#shown = shown;
    // A page that nobody sees has no frames.
    if (document.hidden) this.flush();
    else this.#frame ??= requestAnimationFrame(() => this.flush());
  }

  flush(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    const [pieces, shown] = [this.#pieces, this.#shown];
    if (shown === undefined) return;
    this.#pieces = [];
    this.#shown = undefined;
    this.#screen.write(joined(pieces), shown);
  }

  /** What was not drawn yet is not drawn any more. */
  drop(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    this.#pieces = [];
    this.#shown = undefined;
  }
}

export const joined = (pieces: readonly Uint8Array[]): Uint8Array => {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
};
