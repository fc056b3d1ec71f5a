import type { Cause } from "../../platform/http/http.ts";
import type { PaneStream } from "./pane-stream.ts";
import { terminalErrors } from "./terminals.errors.ts";
import { pasteInto, type Typed, typeInto } from "./typing.ts";

/** Keeps a record of who had the controls of an agent's terminal, and not of what they typed. */
export type DrivingRecord = (
  what: "began" | "ended",
  of: { agentId: string; pane: string; cause: Cause },
) => Promise<void>;

export interface ControlsOptions {
  agentId: string;
  cause: Cause;
  /** Whether this caller may type at all. */
  mayDrive: boolean;
  /** Throws where a watched agent, or a program it started, is at the other end. */
  refuseWatchedAgent(): Promise<void>;
  stream(): PaneStream | null;
  record: DrivingRecord;
}

/** More than these wait for tmux only where somebody floods it. */
const mostWaiting = 64;

/** The controls of one connection: typed is only while it drives. What is asked is done in the order in which it came. */
export class Controls {
  readonly #options: ControlsOptions;
  #drives: { pane: string } | null = null;
  #waiting = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(options: ControlsOptions) {
    this.#options = options;
  }

  /** @throws AppError where it may not */
  take(): Promise<void> {
    return this.#ask(async () => {
      const { agentId, cause, mayDrive, refuseWatchedAgent, stream, record } = this.#options;
      if (!mayDrive) throw terminalErrors.mayNotDrive();
      await refuseWatchedAgent();
      const pane = stream()?.paneId;
      if (pane === undefined) throw terminalErrors.notWatching();
      if (this.#drives !== null) return;
      // Recorded before: nothing is typed of which no record tells.
      await record("began", { agentId, pane, cause });
      this.#drives = { pane };
    });
  }

  /** @throws AppError where too much waits */
  release(): Promise<void> {
    return this.#ask(() => this.#letGo());
  }

  /** As the connection ends: however much waits, what began must end. */
  leave(): Promise<void> {
    return this.#inTurn(() => this.#letGo());
  }

  /** @throws AppError where it was not typed */
  type(text: string): Promise<void> {
    return this.#write((stream) => typeInto(stream.tmux, stream.paneId, text));
  }

  /** @throws AppError where it was not pasted */
  paste(text: string): Promise<void> {
    return this.#write((stream) => pasteInto(stream.tmux, stream.paneId, text));
  }

  #write(write: (stream: PaneStream) => Promise<Typed>): Promise<void> {
    return this.#ask(async () => {
      if (this.#drives === null) throw terminalErrors.notDriving();
      const stream = this.#options.stream();
      if (stream === null) throw terminalErrors.notWatching();
      const typed = await write(stream).catch((error: unknown) => {
        throw terminalErrors.notTyped(error);
      });
      if (typed === "scrolled") throw terminalErrors.scrolled();
    });
  }

  async #letGo(): Promise<void> {
    const { agentId, cause, record } = this.#options;
    const drove = this.#drives;
    this.#drives = null;
    if (drove !== null) await record("ended", { agentId, pane: drove.pane, cause });
  }

  #ask(work: () => Promise<void>): Promise<void> {
    if (this.#waiting >= mostWaiting) return Promise.reject(terminalErrors.tooFast());
    return this.#inTurn(work);
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    this.#waiting += 1;
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => {});
    try {
      await mine;
    } finally {
      this.#waiting -= 1;
    }
  }
}
