import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { until } from "./until.ts";

export interface ServiceOptions {
  name: string;
  file: string;
  args: readonly string[];
  /** The user it runs as, where that is not this one. */
  owner?: { uid: number; gid: number } | undefined;
  /** Whether it takes connections. */
  answers(): Promise<boolean>;
  /** The signal that ends it in order. */
  ending: NodeJS.Signals;
}

/** A server of somebody else's as a process of its own, which a test kills, pauses and brings up again. */
export interface Service {
  /** Undefined while it does not run. */
  pid(): number | undefined;
  start(): Promise<void>;
  stop(): Promise<void>;
  kill9(): Promise<void>;
  /** Stands still until `resume`, with its connections open. */
  pause(): void;
  resume(): void;
}

export function serviceOf(options: ServiceOptions): Service {
  let child: ChildProcess | undefined;
  let printed = "";

  const end = async (signal: NodeJS.Signals) => {
    const ending = child;
    child = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const exited = once(ending, "exit");
    ending.kill(signal);
    await exited;
  };

  return {
    pid: () => child?.pid,
    async start() {
      const { file, args, owner, name, answers } = options;
      const started = spawn(file, [...args], { stdio: ["ignore", "pipe", "pipe"], ...owner });
      child = started;
      printed = "";
      for (const stream of [started.stdout, started.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => {
          printed += text;
        });
      }
      await until(
        async () => {
          if (started.exitCode !== null) throw new Error(`${name} ended:\n${printed}`);
          return (await answers()) || undefined;
        },
        () => `${name} to answer; it printed:\n${printed}`,
      );
    },
    stop: () => end(options.ending),
    kill9: () => end("SIGKILL"),
    pause: () => void child?.kill("SIGSTOP"),
    resume: () => void child?.kill("SIGCONT"),
  };
}
