import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { removeFolder, temporaryFolder } from "./temporary.ts";
import { type Deadline, until } from "./until.ts";

const run = promisify(execFile);

/** tmux on a busy machine may never learn that its program ended, so a shell between them writes it down. */
const tellExit = 'exit_file=$1; shift; "$@"; echo $? >"$exit_file"';

/** A key that changed nothing for so long was not heard. */
const PRESS_AGAIN_MS = 3_000;

export interface TerminalOptions {
  command: readonly [string, ...string[]];
  cwd: string;
  /** The whole environment of the program; nothing else is inherited. */
  env: Readonly<Record<string, string>>;
  /** Where its tmux server listens: by default one of its own. */
  socket?: string;
  columns?: number;
  rows?: number;
  /** What it shows once it takes a prompt: nothing is typed before. */
  ready?: string;
  /** How long after a text a program takes Enter for a key: some take one that comes at once for part of a paste. */
  enterAfterMs?: number;
}

/** A program in a terminal of tmux. */
export interface Terminal {
  /** What stands on the screen now. */
  screen(): Promise<string>;
  /** Waits until the screen shows it, and answers that screen. */
  until(shown: string | RegExp | ((screen: string) => boolean), deadline?: Deadline): Promise<string>;
  /** Types text as it is; no key names. */
  type(text: string): Promise<void>;
  /** Presses keys by tmux's names: `Enter`, `Escape`, `C-c`. */
  press(...keys: string[]): Promise<void>;
  /** Types a line instead of what stands in the input, sees it on the screen, and sends it. */
  submit(line: string): Promise<void>;
  /** Waits for a dialog, and presses a key until it is gone: dialogs may ignore keys while they open. */
  answer(dialog: string | RegExp, key: string): Promise<void>;
  /** Sends the program a signal, with what it started: it may be but a launcher. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Waits until the program ended, and answers its exit code. */
  exited(deadline?: Deadline): Promise<number>;
  /** Ends the terminal and what runs in it. */
  close(): Promise<void>;
}

export async function openTerminal({ ready, ...options }: TerminalOptions): Promise<Terminal> {
  const terminal = await startTerminal(options);
  if (ready === undefined) return terminal;
  await terminal.until(ready, { timeoutMs: 90_000 }).catch(async (error: unknown) => {
    await terminal.close();
    throw error;
  });
  return terminal;
}

/** A server whose last session was just closed takes no other: the next try finds another server. */
const unlessLeaving = (error: unknown): undefined => {
  if (error instanceof Error && error.message.includes("server exited unexpectedly")) return undefined;
  throw error;
};

async function startTerminal(options: Omit<TerminalOptions, "ready">): Promise<Terminal> {
  const { command, cwd, env, columns = 160, rows = 50, enterAfterMs = 0 } = options;
  const folder = temporaryFolder("tmux");
  const { socket = join(folder, "socket") } = options;
  const session = basename(folder);
  const tmux = async (...args: string[]): Promise<string> =>
    (await run("tmux", ["-S", socket, "-f", "/dev/null", ...args], { env })).stdout;

  const size = ["-x", String(columns), "-y", String(rows)];
  // The pane stays when its program ends, so that its last screen can be read.
  const keep = [";", "set-option", "-g", "remain-on-exit", "on"];
  const exitFile = join(folder, "exit-code");
  const wrapped = ["sh", "-c", tellExit, "sh", exitFile, ...command];
  const begin = () => tmux("new-session", "-d", "-s", session, ...size, "-c", cwd, "--", ...wrapped, ...keep);
  await until(
    () => begin().catch(unlessLeaving),
    () => "tmux goes on leaving",
  );

  const target = ["-t", `=${session}:`];
  const screen = () => tmux("capture-pane", "-p", ...target);
  const type = async (text: string) => void (await tmux("send-keys", ...target, "-l", "--", text));
  const press = async (...keys: string[]) => void (await tmux("send-keys", ...target, ...keys));
  const untilShown: Terminal["until"] = (shown, deadline) => {
    const matches = matcherOf(shown);
    const look = async () => {
      const now = await screen();
      return matches(now) ? now : undefined;
    };
    return until(look, async () => `${shown} on this screen:\n${await screen()}`, deadline);
  };
  return {
    screen,
    until: untilShown,
    type,
    press,
    submit: async (line) => {
      // A key pressed once too often for a dialog stands in the input now.
      await press("C-u");
      await type(line);
      const end = unwrapped(line).slice(-20);
      await untilShown((now) => unwrapped(now).includes(end));
      await delay(enterAfterMs);
      await press("Enter");
    },
    answer: async (dialog, key) => {
      await untilShown(dialog);
      const isOpen = matcherOf(dialog);
      let pressedAt = Number.NEGATIVE_INFINITY;
      const look = async () => {
        if (!isOpen(await screen())) return true;
        if (performance.now() - pressedAt < PRESS_AGAIN_MS) return undefined;
        pressedAt = performance.now();
        await press(key);
        return undefined;
      };
      await until(look, async () => `${dialog} gone from this screen:\n${await screen()}`);
    },
    kill: async (signal) => {
      const shell = await tmux("display-message", "-p", ...target, "#{pane_pid}");
      for (const pid of await descendantsOf(Number(shell))) process.kill(pid, signal);
    },
    exited: async (deadline) => {
      const look = () => {
        const code = existsSync(exitFile) ? readFileSync(exitFile, "utf8").trim() : "";
        return code === "" ? undefined : Number(code);
      };
      return until(look, async () => `the program's end; it shows:\n${await screen()}`, deadline);
    },
    close: async () => {
      // Where its program was killed, tmux may be gone by now, or go meanwhile.
      await tmux("kill-session", ...target).catch((error: unknown) => {
        if (!isGone(error)) throw error;
      });
      removeFolder(folder);
    },
  };
}

const isGone = (error: unknown): boolean =>
  /no server running|can't find session|server exited/.test(error instanceof Error ? error.message : "");

async function descendantsOf(pid: number): Promise<number[]> {
  const { stdout } = await run("ps", ["-e", "-o", "pid=,ppid="]);
  const all = stdout.split("\n").map((line) => line.trim().split(/\s+/).map(Number));
  const childrenOf = (parent: number): number[] =>
    all.flatMap(([child, of]) => (of === parent && child !== undefined ? [child, ...childrenOf(child)] : []));
  return childrenOf(pid);
}

function matcherOf(shown: string | RegExp | ((screen: string) => boolean)): (screen: string) => boolean {
  if (typeof shown === "function") return shown;
  return typeof shown === "string" ? (screen) => screen.includes(shown) : (screen) => shown.test(screen);
}

/** A line may be broken anywhere on its way to the screen, and be framed there. */
const unwrapped = (text: string): string => text.replaceAll(/[\s│┃|]+/g, "");
