import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { ControlReader, type ControlReply } from "./control-reader.ts";

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
 * Resolves once the server answers.
 * @throws Error where none does
 */
export async function connectTmux(options: ConnectionOptions): Promise<TmuxConnection> {
  const { tmux, socket, env } = options;
  // In a process group of its own it can't be stopped by the suspension, nor by what is typed where the server runs.
  const child = spawn(tmux, ["-S", socket, ...unseen], { env, detached: true });
  const connection = new Connection(child, options.timeoutMs ?? 5_000);
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
  readonly #reader = new ControlReader();
  readonly #asked: Asked[] = [];
  #said = "";
  isOpen = true;

  constructor(child: ChildProcessWithoutNullStreams, timeoutMs: number) {
    this.#child = child;
    this.#timeoutMs = timeoutMs;
    child.stdout.setEncoding("utf8").on("data", (piece: string) => this.#hear(piece));
    child.stderr.setEncoding("utf8").on("data", (piece: string) => {
      this.#said = (this.#said + piece).slice(-500);
    });
    child.stdin.on("error", (error) => this.#fail(error));
    child.on("error", (error) => this.#fail(error));
    child.on("close", () => this.#fail(new Error(this.#said.trim() || "tmux ended the connection")));
  }

  ask(...command: TmuxCommand): Promise<string[]> {
    if (!this.isOpen) return Promise.reject(new Error("the connection to tmux is closed"));
    return new Promise((resolve, reject) => {
      // Replies come in order: where one does not come, none behind it can be told.
      const late = () => this.#fail(new Error(`tmux did not answer within ${this.#timeoutMs} ms`));
      this.#asked.push({ resolve, reject, timer: setTimeout(late, this.#timeoutMs) });
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

  #hear(piece: string): void {
    try {
      for (const reply of this.#reader.feed(piece)) this.#settle(reply);
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
  }
}

const written = (word: string | Uint8Array): string =>
  typeof word === "string" ? quoted(word) : `"${[...word].map(octal).join("")}"`;

const octal = (byte: number): string => `\\${byte.toString(8).padStart(3, "0")}`;

/** A word as tmux reads it: nothing in single quotes means anything. */
const quoted = (word: string): string => `'${word.replaceAll(/[\n\r]/g, " ").replaceAll("'", "'\\''")}'`;
