import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { findProgram, runProgram } from "../processes/run-program.ts";
import { isPaneId, screenOf } from "./panes.ts";
import { commandLine } from "./quoting.ts";

export interface NewTmuxSession {
  /** The socket of its server, which is started where none listens. */
  socket: string;
  name: string;
  cwd: string;
  /** What it is known by, whatever a person calls it. */
  mark: string;
  /** Run as it is, by no shell. */
  command: readonly string[];
  /** What the command finds in its environment beside what the server has. */
  env: Readonly<Record<string, string>>;
}

/** A pane, and the session it is in. */
export interface SessionPane {
  /** What its session is called now. */
  session: string;
  /** What its session is known by; empty for one that was not opened here. */
  mark: string;
  pane: string;
  pid: number;
  /** Its process has ended, with this code, or -1 where tmux does not know it; null while it runs. */
  exit: number | null;
}

export interface TmuxSessions {
  /** False where there is no tmux on this machine. */
  isThere(): Promise<boolean>;
  /** Why none was opened, in tmux's words; null where it was. A session of that name stays as it is. */
  open(session: NewTmuxSession): Promise<string | null>;
  /** All panes of a server, none where none listens. @throws Error where tmux does not tell */
  panes(socket: string): Promise<SessionPane[]>;
  /** What a pane shows and showed last, as text. */
  lastLines(socket: string, pane: string): Promise<string | null>;
  /** Presses keys by tmux's names. */
  press(socket: string, pane: string, key: string): Promise<boolean>;
  /** Closes a pane, and its session with the last of them. */
  close(socket: string, pane: string): Promise<void>;
}

export interface TmuxSessionsOptions {
  /** Where programs are looked for. */
  path: string;
  /** The whole environment of a server that is started here. */
  env: Readonly<Record<string, string>>;
}

const markOption = "@signalbox-launch";
/** What a person's terminal has is taken once they attach. */
const size = ["-x", "200", "-y", "50"];
const mostLines = 60;
const timeoutMs = 10_000;

export const createTmuxSessions = ({ path, env }: TmuxSessionsOptions): TmuxSessions => {
  const run = async (
    socket: string,
    args: readonly string[],
    more: { input?: string; cwd?: string } = {},
  ) => {
    const file = (await findProgram("tmux", path)) ?? "tmux";
    return runProgram({
      file,
      args: ["-u", "-S", socket, ...args],
      env: { ...env, PATH: path },
      timeoutMs,
      ...more,
    });
  };
  const ask = async (socket: string, ...command: readonly string[]) => {
    const { code, stdout } = await run(socket, ["-N", ...command]);
    return code === 0 ? stdout : null;
  };
  return {
    isThere: async () => (await findProgram("tmux", path)) !== null,
    async open({ socket, name, mark, command, env: own, cwd }) {
      // tmux makes the folder of its own sockets only where none is named.
      await mkdir(dirname(socket), { recursive: true, mode: 0o700 });
      const variables = Object.entries(own).flatMap(([key, value]) => ["-e", `${key}=${value}`]);
      const target = `=${name}:`;
      // By its input: a command line would show the variables to everybody, and is cut at 16 kB.
      const input = [
        ["new-session", "-d", "-s", name, ...size, ...variables, "--", ...command],
        // What failed is read before it goes; what ended well closes at once.
        ["set-option", "-t", target, "remain-on-exit", "failed"],
        ["set-option", "-t", target, markOption, mark],
      ];
      const line = `${input.map(commandLine).join(" ; ")}\n`;
      const { code, stderr } = await run(socket, ["start-server", ";", "source-file", "-"], {
        input: line,
        cwd,
      });
      return code === 0 ? null : stderr.trim() || "tmux did not start";
    },
    async panes(socket) {
      for (let looks = 1; ; looks++) {
        const { code, stdout, stderr } = await run(socket, ["-N", "list-panes", "-a", "-F", paneFormat]);
        if (code !== 0 && !isGone(stderr)) throw new Error(`tmux did not tell its panes: ${stderr.trim()}`);
        const lines = stdout.split("\n");
        if (looks === mostLooks || !lines.some(isEndUntold)) return lines.flatMap(readSessionPane);
        await pause(lookAgainMs);
      }
    },
    async lastLines(socket, pane) {
      if (!isPaneId(pane)) return null;
      const told = await ask(socket, "capture-pane", "-p", "-S", `-${mostLines}`, "-t", pane);
      return told === null ? null : screenOf(told.split("\n")).split("\n").slice(-mostLines).join("\n");
    },
    async press(socket, pane, key) {
      return isPaneId(pane) && (await ask(socket, "send-keys", "-t", pane, key)) !== null;
    },
    async close(socket, pane) {
      if (isPaneId(pane)) await ask(socket, "kill-pane", "-t", pane);
    },
  };
};

/** A server that is not there has no panes. */
const isGone = (said: string): boolean =>
  /no server running|error connecting to .*(?:No such file|Connection refused)|no sessions/i.test(said);

/**
 * A terminal closes a moment before tmux hears how its program ended, which it misses for good where the machine is busy;
 * an older tmux never tells of a signal.
 */
const isEndUntold = (line: string): boolean => /^\S* %\d+ \d+ 1 {3}/.test(line);
const lookAgainMs = 50;
const mostLooks = 3;
/** How a program ended of which that is not known. */
const unknownExit = -1;

/** The name comes last, for it may hold anything. */
const paneFormat = `#{${markOption}} #{pane_id} #{pane_pid} #{pane_dead} #{pane_dead_status} #{pane_dead_signal} #{session_name}`;

/** Lines that have another form are left out. */
export function readSessionPane(line: string): SessionPane[] {
  const [mark = "", pane, pid, dead, status = "", signal = "", ...name] = line.split(" ");
  if (pane === undefined || !isPaneId(pane)) return [];
  const exit = dead === "1" ? exitOf(status, signal) : null;
  return [{ session: name.join(" "), mark, pane, pid: Number(pid), exit }];
}

function exitOf(status: string, signal: string): number {
  if (status !== "") return Number(status);
  return signal === "" ? unknownExit : 128 + Number(signal);
}
