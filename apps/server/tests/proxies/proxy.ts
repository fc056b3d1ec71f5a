import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { cleanEnvironment } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";

export const deployFolder = join(import.meta.dirname, "..", "..", "..", "..", "deploy");

/** Where a proxy is asked to stand, and in front of what. */
export interface ProxyOptions {
  folder: string;
  /** The name that people type, without a port. */
  name: string;
  port: number;
  /** Where it sends those who come without TLS. */
  plainPort: number;
  /** `/signalbox`, or nothing. */
  prefix: string;
  upstreams: readonly string[];
}

/** A real proxy with its files of `deploy/`, as a process of its own. */
export interface RunningProxy {
  /** The certificate to trust. */
  ca: string;
  /** Takes its configuration anew, as an administrator would have it do. */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a program and waits until it listens. */
export const startProxy = async (
  { file, args, env = {} }: { file: string; args: readonly string[]; env?: Record<string, string> },
  port: number,
): Promise<ChildProcess> => {
  let said = "";
  const child = spawn(file, args, { env: cleanEnvironment(env), stdio: ["ignore", "ignore", "pipe"] });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  await until(
    async () => {
      if (child.exitCode !== null) throw new Error(`${file} ended (${child.exitCode}):\n${said}`);
      return (await isOpen(port)) || undefined;
    },
    () => `${file} to listen; it said:\n${said}`,
  );
  return child;
};

export const ended = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, "exit");
};

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
