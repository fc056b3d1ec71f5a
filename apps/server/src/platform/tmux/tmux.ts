import type { Logger } from "pino";
import { oneAtATime } from "../../kernel/one-at-a-time.ts";
import { findProgram } from "../processes/run-program.ts";
import { connectTmux, type TmuxCommand, type TmuxConnection } from "./connection.ts";
import { openPane, PaneClosed, type PaneKeys } from "./pane-keys.ts";
import { isPaneId, paneFormat, readPane, screenOf, type TmuxPane } from "./panes.ts";

export interface TmuxOptions {
  /** Sockets of servers; one that is not there may come. */
  sockets: readonly string[];
  /** Where programs are looked for. */
  path: string;
  log: Logger;
  /** How long a command may take. */
  timeoutMs?: number;
  /** Milliseconds that go by, whatever clocks say. */
  elapsed?: () => number;
}

/** The panes of those servers that answered. */
export interface Panes {
  servers: ReadonlySet<string>;
  panes: readonly TmuxPane[];
}

/** The tmux servers of this machine, each over one connection that is kept. */
export interface Tmux {
  panes(): Promise<Panes>;
  /** What a pane shows, as text; null where it can't be told. */
  capture(pane: Pick<TmuxPane, "server" | "id">): Promise<string | null>;
  /**
   * Has a pane typed into, by one at a time: whoever comes later waits.
   * @throws PaneClosed
   */
  withPane<T>(pane: Pick<TmuxPane, "server" | "id" | "pid">, act: (keys: PaneKeys) => Promise<T>): Promise<T>;
  /** How many servers are connected. */
  connected(): number;
  stop(): Promise<void>;
}

/** Waits before a server that is not there is looked for again. */
const [firstWaitMs, longestWaitMs] = [2_000, 60_000];

export const createTmux = (options: TmuxOptions): Tmux => {
  const servers = new Map(options.sockets.map((socket) => [socket, new Server(socket, options)]));
  const inTurn = oneAtATime();
  return {
    async panes() {
      const lists = await Promise.all([...servers.values()].map((server) => server.panes()));
      const answered = lists.filter((list) => list !== null);
      return {
        servers: new Set(answered.map(({ server }) => server)),
        panes: answered.flatMap((list) => list.panes),
      };
    },
    async capture({ server, id }) {
      if (!isPaneId(id)) return null;
      return (await servers.get(server)?.capture(id)) ?? null;
    },
    withPane(pane, act) {
      const server = servers.get(pane.server);
      if (server === undefined) return Promise.reject(new PaneClosed("its tmux server is not watched"));
      return inTurn(`${pane.server} ${pane.id}`, async () =>
        act(await openPane(pane, (...command) => server.ask(...command))),
      );
    },
    connected: () => [...servers.values()].filter(({ isConnected }) => isConnected).length,
    async stop() {
      await Promise.all([...servers.values()].map((server) => server.stop()));
    },
  };
};

/** One tmux server, which may come and go. */
class Server {
  readonly #socket: string;
  readonly #options: TmuxOptions;
  #connection: TmuxConnection | null = null;
  /** Ends when it was tried: one at a time. */
  #connecting: Promise<void> = Promise.resolve();
  #nextTryAt = Number.NEGATIVE_INFINITY;
  #waitMs = firstWaitMs;
  #missingTold = false;

  constructor(socket: string, options: TmuxOptions) {
    this.#socket = socket;
    this.#options = options;
  }

  get isConnected(): boolean {
    return this.#connection?.isOpen ?? false;
  }

  async panes(): Promise<{ server: string; panes: TmuxPane[] } | null> {
    const lines = await this.ask("list-panes", "-a", "-F", paneFormat);
    return lines && { server: this.#socket, panes: lines.flatMap((line) => readPane(this.#socket, line)) };
  }

  async capture(paneId: string): Promise<string | null> {
    const lines = await this.ask("capture-pane", "-p", "-t", paneId);
    return lines && screenOf(lines);
  }

  /** Also what is about to connect; whoever asks after it connects anew. */
  async stop(): Promise<void> {
    await this.#connecting.catch(() => {});
    await this.#connection?.close();
    this.#nextTryAt = Number.NEGATIVE_INFINITY;
  }

  /** Null where it can't be told. */
  async ask(...command: TmuxCommand): Promise<string[] | null> {
    try {
      if (!this.isConnected) this.#connecting = this.#connecting.catch(() => {}).then(() => this.#connect());
      await this.#connecting;
      const connection = this.#connection;
      return (await connection?.ask(...command)) ?? null;
    } catch (error) {
      this.#options.log.debug({ err: error, socket: this.#socket }, "tmux did not answer");
      return null;
    }
  }

  async #connect(): Promise<void> {
    const { elapsed = () => performance.now(), path, timeoutMs } = this.#options;
    if (this.isConnected || elapsed() < this.#nextTryAt) return;
    this.#connection = null;
    this.#nextTryAt = elapsed() + this.#waitMs;
    this.#waitMs = Math.min(this.#waitMs * 2, longestWaitMs);
    const tmux = await findProgram("tmux", path);
    if (tmux === null) return this.#tellMissing();
    const env = { PATH: path, TERM: "dumb" };
    const limit = timeoutMs === undefined ? {} : { timeoutMs };
    this.#connection = await connectTmux({ tmux, env, ...limit, socket: this.#socket });
    // Where it goes it may come back at once.
    this.#waitMs = firstWaitMs;
    this.#options.log.info({ socket: this.#socket }, "watches the panes of tmux");
  }

  #tellMissing(): void {
    if (!this.#missingTold) this.#options.log.info("there is no tmux here: panes are not watched");
    this.#missingTold = true;
  }
}
