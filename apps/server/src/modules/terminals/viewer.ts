import type { TerminalEnding, TerminalMessage } from "@signalbox/contract/terminals";
import type { PaneStream } from "./pane-stream.ts";

/** Where what a viewer is shown goes. */
export interface ViewerSink {
  tell(message: TerminalMessage): void;
  print(bytes: Buffer): void;
  /** It took nothing for too long. */
  stalled(): void;
  failed(error: unknown): void;
  ended(reason: TerminalEnding): void;
}

export interface ViewerOptions {
  sink: ViewerSink;
  /** How long it may take to show what it was sent. */
  patienceMs: number;
  /** How far it came before, in which stream. */
  resume?: { stream: string; offset: number } | undefined;
}

/** So much may be under way to one viewer that did not say that it is shown. */
export const mostUnderWay = 256_000;
const largestPiece = 64_000;

/**
 * One who looks at a pane. It is sent no more than it can show: whoever falls behind what is kept is shown the screen
 * anew.
 */
export class Viewer {
  readonly #stream: PaneStream;
  readonly #sink: ViewerSink;
  readonly #patienceMs: number;
  #leave: () => void = () => {};
  #isClosed = false;
  /** What is sent next, and up to where it is shown. */
  #next = 0;
  #shown = 0;
  /** A screen is asked for, or is not shown yet. */
  #awaits: "nothing" | "answer" | "showing" = "nothing";
  #isStale = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(stream: PaneStream, { sink, patienceMs, resume }: ViewerOptions) {
    this.#stream = stream;
    this.#sink = sink;
    this.#patienceMs = patienceMs;
    this.#begin(resume);
    this.#leave = stream.join({
      printed: () => this.#send(),
      resized: () => this.#renew(),
      ended: (reason) => {
        this.close();
        sink.ended(reason);
      },
    });
  }

  /** It shows everything up to this offset. */
  took(offset: number): void {
    if (offset > this.#next || offset < this.#shown) return;
    this.#shown = offset;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#awaits === "showing") this.#awaits = "nothing";
    if (this.#isStale) this.#renew();
    else this.#send();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#leave();
  }

  #begin(resume: ViewerOptions["resume"]): void {
    const { id, size, output } = this.#stream;
    const known = resume?.stream === id && output.from(resume.offset, 0) !== null;
    if (!known || resume === undefined) {
      this.#renew();
      return;
    }
    this.#next = this.#shown = resume.offset;
    this.#sink.tell({ kind: "resumed", stream: id, offset: resume.offset, ...size });
    this.#send();
  }

  #send(): void {
    const { output } = this.#stream;
    while (this.#awaits === "nothing" && !this.#isStale && this.#next < output.end) {
      const room = mostUnderWay - (this.#next - this.#shown);
      if (room <= 0) break;
      const piece = output.from(this.#next, Math.min(room, largestPiece));
      if (piece === null) {
        this.#renew();
        return;
      }
      this.#sink.print(piece);
      this.#next += piece.length;
    }
    if (this.#next > this.#shown) this.#expectShown();
  }

  /** Shows the screen as it is now, once what is under way has been shown. */
  #renew(): void {
    this.#isStale = true;
    if (this.#awaits !== "nothing") return;
    if (this.#next > this.#shown) {
      this.#expectShown();
      return;
    }
    this.#awaits = "answer";
    this.#isStale = false;
    this.#stream.screen().then(
      ({ screen: { columns, rows, bytes }, offset }) => {
        if (this.#isClosed) return;
        this.#sink.tell({ kind: "screen", stream: this.#stream.id, offset, columns, rows });
        this.#sink.print(bytes);
        this.#next = this.#shown = offset;
        this.#awaits = "showing";
        this.#expectShown();
      },
      (error: unknown) => {
        if (!this.#isClosed) this.#sink.failed(error);
      },
    );
  }

  #expectShown(): void {
    if (this.#isClosed) return;
    this.#timer ??= setTimeout(() => this.#sink.stalled(), this.#patienceMs);
  }
}
