import type { TerminalEnding } from "@signalbox/contract/terminals";
import { newId } from "../../kernel/ids.ts";
import type { TmuxConnection } from "../../platform/tmux/connection.ts";
import { OutputRing } from "./output-ring.ts";
import { incompleteLetter, type PaneScreen, screenCommands, screenOf } from "./screen.ts";

/** Who looks at a pane. */
export interface Onlooker {
  /** More was printed. */
  printed(): void;
  /** It has another size: what was shown is not what it shows. */
  resized(): void;
  ended(reason: TerminalEnding): void;
}

/** A screen, and the offset of what was printed after it. */
export interface ScreenAt {
  screen: PaneScreen;
  offset: number;
}

export interface PaneSize {
  columns: number;
  rows: number;
}

/** So much of what was printed is kept for those who come back or are slow. */
const mostKept = 1_000_000;

/** What one pane is printed, for all who look at it. */
export class PaneStream {
  readonly id = newId();
  readonly paneId: string;
  readonly output = new OutputRing(mostKept);
  readonly #onlookers = new Set<Onlooker>();
  readonly #connection: () => TmuxConnection;
  readonly #left: () => void;
  #size: PaneSize;
  #fresh: Buffer[] = [];
  #asking: Promise<ScreenAt> | null = null;
  #ending: TerminalEnding | null = null;

  /** `left` is told whenever the last onlooker is gone. */
  constructor(
    { paneId, size }: { paneId: string; size: PaneSize },
    connection: () => TmuxConnection,
    left: () => void,
  ) {
    this.paneId = paneId;
    this.#size = size;
    this.#connection = connection;
    this.#left = left;
  }

  get size(): PaneSize {
    return this.#size;
  }

  get isWatched(): boolean {
    return this.#onlookers.size > 0;
  }

  get tmux(): TmuxConnection {
    return this.#connection();
  }

  /** Answers how to look away. */
  join(onlooker: Onlooker): () => void {
    if (this.#ending !== null) {
      onlooker.ended(this.#ending);
      return () => {};
    }
    this.#onlookers.add(onlooker);
    return () => {
      if (this.#onlookers.delete(onlooker) && !this.isWatched) this.#left();
    };
  }

  /** The screen as it is, asked once for all who want it at this moment. */
  screen(): Promise<ScreenAt> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  /** What comes in one breath is told in one piece. */
  take(bytes: Buffer): void {
    if (this.#fresh.push(bytes) === 1) setImmediate(() => this.#flush());
  }

  hasSize(size: PaneSize): void {
    if (size.columns === this.#size.columns && size.rows === this.#size.rows) return;
    this.#size = size;
    for (const onlooker of this.#onlookers) onlooker.resized();
  }

  end(reason: TerminalEnding): void {
    if (this.#ending !== null) return;
    this.#flush();
    this.#ending = reason;
    for (const onlooker of [...this.#onlookers]) onlooker.ended(reason);
    this.#onlookers.clear();
  }

  #flush(): void {
    if (this.#fresh.length === 0) return;
    this.output.add(Buffer.concat(this.#fresh));
    this.#fresh = [];
    for (const onlooker of this.#onlookers) onlooker.printed();
  }

  async #ask(): Promise<ScreenAt> {
    const { output } = this;
    let offset = 0;
    let tail: Buffer = Buffer.alloc(0);
    const heard = () => {
      this.#flush();
      offset = output.end;
      tail = incompleteLetter(output.from(Math.max(output.start, offset - 3), 3) ?? tail);
    };
    const answers = await this.tmux.askTogether(screenCommands(this.paneId), heard);
    const screen = screenOf(answers, tail);
    if (screen === null) throw new Error("tmux did not tell a screen");
    return { screen, offset };
  }
}
