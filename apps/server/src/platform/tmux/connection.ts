import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { ControlBytes, type TmuxNotices } from "./control-bytes.ts";
import type { ControlReply } from "./control-reader.ts";

export interface ConnectionOptions {
  /** The program. */
  tmux: string;
  /** The path of the server's socket. */
  socket: string;
  env: Readonly<Record<string, string>>;
  /** How long a command may take. */
  timeoutMs?: number;
}

/** One command to tmux. Bytes are nothing that it reads: they come to it by their numbers. */
export type TmuxCommand = readonly (string | Uint8Array)[];

/** A connection to a tmux server over which it is asked again and again. */
export interface TmuxConnection {
  /**
   * What tmux prints for a command.
   * @throws Error where it refuses, does not answer in time, or is gone
   */
  ask(...command: TmuxCommand): Promise<string[]>;
  /**
   * Asks several things in one breath, so that nothing is printed between them. `heard` is called as the last answer
   * arrives, before anything that tmux tells after it.
   * @throws Error as `ask` does
   */
  askTogether(commands: readonly TmuxCommand[], heard: () => void): Promise<string[][]>;
  readonly isOpen: boolean;
  close(): Promise<void>;
}

interface Asked {
  resolve(lines: string[]): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

/**
 * A client must be attached to a session to be asked things, and that would be noticed: the session would count as
 * attached, outlive its last client where it should go with it, and not be the one that `tmux attach` takes. So ours is
 * suspended in the same breath, as by Ctrl-Z: tmux still answers it, and leaves it out of all that. It counts anew who
 * is attached when a client changes its session, be it to the same.
 * What stays: where `focus-events` is on, tmux takes the pane in front of that session for focused while somebody is
 * attached to it, whether their terminal is or not.
 * `-N`: no server is started. `-E`: the session's environment stays. `-u`: text comes as it is.
 */
const attach = ["attach-session", "-E", "-f", "ignore-size,no-output"];
const unseen = ["-N", "-u", "-C", ...attach, ";", "suspend-client", ";", "switch-client"];

/**
 * tmux tells a suspended client nothing of its own accord. Who listens is seen: the session counts as attached for as
 * long. The size of its windows stays in any case, for this client never tells one.
 */
const listening = (session: string) => [
  "-N",
  "-u",
  "-C",
  "attach-session",
  "-E",
  "-f",
  "ignore-size",
  "-t",
  session,
];

/**
 * Resolves once the server answers.
 * @throws Error where none does
 */
export function connectTmux(options: ConnectionOptions): Promise<TmuxConnection> {
  return connect(options, unseen, { output: () => {} });
}

/**
 * Is told what the panes of a session (`$3`) are printed, until it is closed. A pane's program never waits for us as
 * long as another connection is there that listens to nothing, or a person's.
 * @throws Error where there is no such session
 */
export function listenToTmux(
  options: ConnectionOptions & { session: string },
  notices: TmuxNotices & { closed(): void },
): Promise<TmuxConnection> {
  return connect(options, listening(options.session), notices);
}

async function connect(
  options: ConnectionOptions,
  words: readonly string[],
  notices: TmuxNotices & { closed?(): void },
): Promise<TmuxConnection> {
  const { tmux, socket, env } = options;
  // In a process group of its own it can't be stopped by the suspension, nor by what is typed where the server runs.
  const child = spawn(tmux, ["-S", socket, ...words], { env, detached: true });
  const connection = new Connection(child, options.timeoutMs ?? 5_000, notices);
  try {
    await connection.ask("display-message", "-p", "ready");
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

class Connection implements TmuxConnection {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #timeoutMs: number;
  readonly #bytes: ControlBytes;
  readonly #closed: (() => void) | undefined;
  readonly #asked: Asked[] = [];
  #said = "";
  isOpen = true;

  constructor(
    child: ChildProcessWithoutNullStreams,
    timeoutMs: number,
    notices: TmuxNotices & { closed?(): void },
  ) {
    this.#child = child;
    this.#timeoutMs = timeoutMs;
    this.#bytes = new ControlBytes(notices);
    this.#closed = notices.closed?.bind(notices);
    child.stdout.on("data", (piece: Buffer) => this.#hear(piece));
    child.stderr.setEncoding("utf8").on("data", (piece: string) => {
      this.#said = (this.#said + piece).slice(-500);
    });
    child.stdin.on("error", (error) => this.#fail(error));
    child.on("error", (error) => this.#fail(error));
    child.on("close", () => this.#fail(new Error(this.#said.trim() || "tmux ended the connection")));
  }

  ask(...command: TmuxCommand): Promise<string[]> {
    return this.#say(command, () => {});
  }

  askTogether(commands: readonly TmuxCommand[], heard: () => void): Promise<string[][]> {
    // What is written in one piece is read and done in one go.
    this.#child.stdin.cork();
    const last = commands.length - 1;
    const replies = commands.map((command, index) => this.#say(command, index === last ? heard : () => {}));
    this.#child.stdin.uncork();
    return Promise.all(replies);
  }

  #say(command: TmuxCommand, heard: () => void): Promise<string[]> {
    if (!this.isOpen) return Promise.reject(new Error("the connection to tmux is closed"));
    return new Promise((resolve, reject) => {
      // Replies come in order: where one does not come, none behind it can be told.
      const late = () => this.#fail(new Error(`tmux did not answer within ${this.#timeoutMs} ms`));
      const settled = (lines: string[]) => {
        heard();
        resolve(lines);
      };
      this.#asked.push({ resolve: settled, reject, timer: setTimeout(late, this.#timeoutMs) });
      this.#child.stdin.write(`${command.map(written).join(" ")}\n`);
    });
  }

  async close(): Promise<void> {
    this.#fail(new Error("the connection to tmux was closed"));
    const { exitCode, signalCode, pid } = this.#child;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    const ended = once(this.#child, "close");
    this.#child.stdin.end();
    this.#child.kill("SIGTERM");
    await Promise.race([ended, delay(1_000, undefined, { ref: false })]);
    this.#child.kill("SIGKILL");
    await ended;
  }

  #hear(piece: Buffer): void {
    try {
      this.#bytes.feed(piece, (reply) => this.#settle(reply));
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #settle({ ok, lines }: ControlReply): void {
    const asked = this.#asked.shift();
    if (asked === undefined) return;
    clearTimeout(asked.timer);
    if (ok) asked.resolve(lines);
    else asked.reject(new Error(lines.join(" ") || "tmux refused"));
  }

  #fail(error: Error): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    for (const { reject, timer } of this.#asked.splice(0)) {
      clearTimeout(timer);
      reject(error);
    }
    this.#child.kill("SIGTERM");
    this.#closed?.();
  }
}

const written = (word: string | Uint8Array): string =>
  typeof word === "string" ? quoted(word) : byNumbers(word);

/** A word as tmux reads it: nothing in single quotes means anything. What ends a line is written by its number. */
const quoted = (word: string): string =>
  /[\n\r]/.test(word) ? byNumbers(Buffer.from(word)) : `'${word.replaceAll("'", "'\\''")}'`;

const byNumbers = (bytes: Uint8Array): string =>
  `"${[...bytes].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("")}"`;
