import type { TerminalEnding } from "@signalbox/contract/terminals";
import { type ConnectionOptions, listenToTmux, type TmuxConnection } from "../../platform/tmux/connection.ts";
import { PaneStream } from "./pane-stream.ts";

/** A pane as its session lists it. */
export interface ListedPane {
  id: string;
  pid: number;
  columns: number;
  rows: number;
  dead: boolean;
}

const format = "#{pane_id} #{pane_pid} #{pane_width} #{pane_height} #{pane_dead}";

export const readListed = (line: string): ListedPane[] => {
  const [, id, pid, columns, rows, dead] = /^(%\d+) (\d+) (\d+) (\d+) ([01]?)$/.exec(line) ?? [];
  if (id === undefined) return [];
  return [{ id, pid: Number(pid), columns: Number(columns), rows: Number(rows), dead: dead === "1" }];
};

/** How often sizes and ends are looked at that no notice told. */
const lookEveryMs = 1_000;
/** A page that comes back this soon goes on where it was. */
const lingerMs = 10_000;
/** After these of tmux's notices panes may be other ones. */
const movesPanes = /^%(?:layout-change|window-close|unlinked-window-close|window-pane-changed|exit)/;

/** The panes of one session of tmux that are looked at, over one connection. */
export class SessionListener {
  readonly #session: string;
  readonly #closed: () => void;
  readonly #streams = new Map<string, { stream: PaneStream; pid: number }>();
  #connection: TmuxConnection | null = null;
  #looking = false;
  #hasExited = false;
  #lookTimer: NodeJS.Timeout | undefined;
  #lingerTimer: NodeJS.Timeout | undefined;

  private constructor(session: string, closed: () => void) {
    this.#session = session;
    this.#closed = closed;
  }

  /**
   * `closed` is told when it listens no more.
   * @throws Error where there is no such session
   */
  static async open(options: ConnectionOptions & { session: string }, closed: () => void) {
    const listener = new SessionListener(options.session, closed);
    listener.#connection = await listenToTmux(options, {
      output: (paneId, bytes) => listener.#streams.get(paneId)?.stream.take(bytes),
      notice: (line) => {
        listener.#hasExited ||= line.startsWith("%exit");
        if (movesPanes.test(line)) void listener.#look();
      },
      closed: () => listener.#end(),
    });
    listener.#lookTimer = setInterval(() => void listener.#look(), lookEveryMs);
    return listener;
  }

  get isOpen(): boolean {
    return this.#connection?.isOpen ?? false;
  }

  /** The stream of a pane, the same for all who look at it; null where it is not in this session. */
  async streamOf(paneId: string, pid: number): Promise<PaneStream | null> {
    const pane = (await this.#list()).find(({ id }) => id === paneId);
    if (pane === undefined || pane.pid !== pid || pane.dead) return null;
    const known = this.#streams.get(paneId);
    this.#linger();
    if (known?.pid === pid) return known.stream;
    // Another program has its place: who looks at the one before would wait for ever.
    known?.stream.end("closed");
    const stream = new PaneStream(
      { paneId, size: pane },
      () => this.#tmux,
      () => this.#linger(),
    );
    this.#streams.set(paneId, { stream, pid });
    return stream;
  }

  async close(): Promise<void> {
    await this.#connection?.close();
  }

  get #tmux(): TmuxConnection {
    if (this.#connection === null) throw new Error("the connection to tmux is not open yet");
    return this.#connection;
  }

  async #list(): Promise<ListedPane[]> {
    return (await this.#tmux.ask("list-panes", "-s", "-t", this.#session, "-F", format)).flatMap(readListed);
  }

  async #look(): Promise<void> {
    if (this.#looking || !this.isOpen) return;
    this.#looking = true;
    try {
      const panes = new Map((await this.#list()).map((pane) => [pane.id, pane]));
      for (const [id, { stream, pid }] of [...this.#streams]) {
        const pane = panes.get(id);
        if (pane?.pid === pid && !pane.dead) stream.hasSize(pane);
        else await this.#lose(id, stream);
      }
    } catch {
      // A session that can't be listed is gone, and its connection with it: that is told by `closed`.
    } finally {
      this.#looking = false;
    }
  }

  /** It may have been moved to another session. */
  async #lose(id: string, stream: PaneStream): Promise<void> {
    const all = await this.#tmux.ask("list-panes", "-a", "-F", format);
    const moved = all.flatMap(readListed).some((pane) => pane.id === id && !pane.dead);
    this.#streams.delete(id);
    stream.end(moved ? "moved" : "closed");
    this.#linger();
  }

  /** Lets go of what nobody looks at, after a while. */
  #linger(): void {
    clearTimeout(this.#lingerTimer);
    this.#lingerTimer = setTimeout(() => {
      for (const [id, { stream }] of [...this.#streams]) if (!stream.isWatched) this.#streams.delete(id);
      if (this.#streams.size === 0) void this.close();
    }, lingerMs);
  }

  /** tmux says so where the session is over; else it fell silent. */
  #end(): void {
    const reason: TerminalEnding = this.#hasExited ? "closed" : "unavailable";
    clearInterval(this.#lookTimer);
    clearTimeout(this.#lingerTimer);
    for (const { stream } of this.#streams.values()) stream.end(reason);
    this.#streams.clear();
    this.#closed();
  }
}
