import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { engineFor, forgetEngineOf } from "./engine.ts";
import { cleanEnvironment, removeFolder, temporaryFolder } from "./temporary.ts";
import { until } from "./until.ts";

const launcher = join(import.meta.dirname, "..", "..", "..", "apps", "server", "serve");

export interface ServerOptions {
  /** A state folder to go on with, and the database it had; by default a new one, removed by `stop`. */
  stateFolder?: string;
  /** The home folder whose CLI settings the server may edit; by default an empty one. */
  userHome?: string;
  adminKey?: string;
  env?: Readonly<Record<string, string>>;
  args?: readonly string[];
}

/** The real server as a process of its own. */
export interface RunningServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly stateFolder: string;
  /** A key with every scope but `answer`. */
  readonly adminKey: string;
  /** Everything it printed so far. */
  output(): string;
  /** A request with the admin key. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Ends it in order and answers its exit code; removes what `runServer` made. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut would; its folders stay. */
  kill9(): Promise<void>;
}

/** Starts the server on a free port and waits until it is ready. */
export async function runServer(options: ServerOptions = {}): Promise<RunningServer> {
  const ownFolder = temporaryFolder("server");
  const { stateFolder = join(ownFolder, "state"), userHome = join(ownFolder, "home") } = options;
  const adminKey = options.adminKey ?? `test_${randomBytes(24).toString("base64url")}`;
  mkdirSync(userHome, { recursive: true });
  const { child, output, exited } = launch(options, {
    ...(options.env?.DATABASE_URL === undefined ? await engineFor(stateFolder) : {}),
    HOME: userHome,
    // Not the tmux of whoever runs the tests.
    TMUX_TMPDIR: ownFolder,
    SIGNALBOX_HOME: stateFolder,
    SIGNALBOX_PORT: "0",
    SIGNALBOX_IMPORT_DAYS: "0",
    SIGNALBOX_ADMIN_KEY: adminKey,
  });
  const pid = child.pid ?? 0;
  const kill9 = async () => {
    child.kill("SIGKILL");
    await exited;
  };
  const { port, url } = await until(
    () => {
      if (child.exitCode !== null) throw new Error(`The server ended (${child.exitCode}):\n${output()}`);
      return readyAt(output());
    },
    () => `the server to be ready; it printed:\n${output()}`,
    { timeoutMs: 60_000 },
  ).catch(async (error: unknown) => {
    await kill9();
    removeFolder(ownFolder);
    throw error;
  });
  return {
    ...{ url, port, pid, stateFolder, adminKey, output },
    fetch: (path, init = {}) => {
      const headers = new Headers(init.headers);
      headers.set("authorization", `Bearer ${adminKey}`);
      return fetch(new URL(path, url), { ...init, headers });
    },
    stop: async () => {
      child.kill("SIGTERM");
      const code = await exited;
      removeFolder(ownFolder);
      if (options.stateFolder === undefined) await forgetEngineOf(stateFolder);
      return code;
    },
    kill9,
  };
}

function launch(options: ServerOptions, own: Record<string, string>) {
  const env = cleanEnvironment({ ...own, ...options.env });
  const stdio = ["ignore", "pipe", "pipe"] as const;
  const child = spawn(launcher, options.args ?? [], { env, stdio: [...stdio] });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      printed += chunk;
    });
  }
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  return { child, output: () => printed, exited };
}

/** Where the server is reached, once it says so and is ready. A worker says where its health is. */
async function readyAt(said: string): Promise<{ port: number; url: string } | undefined> {
  const [, url] = /^Signalbox .*? at (http:\S+?)(?: —|$)/m.exec(said) ?? [];
  if (url === undefined) return undefined;
  try {
    const { ok } = await fetch(new URL("/health/ready", url));
    return ok ? { url, port: Number(new URL(url).port) } : undefined;
  } catch {
    // It listens in a moment.
    return undefined;
  }
}
