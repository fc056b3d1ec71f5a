import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { CliConfig } from "../config.ts";
import { getText } from "./get-text.ts";

const run = promisify(execFile);

/** `run.json` in the state folder: where the running server is reached. Left over when it was killed. */
export interface RunFile {
  pid: number;
  port: number;
  url: string;
  version: string;
}

/**
 * What is known of the server: nothing was left by one (`absent`), what was left speaks of a process that is gone
 * or someone else's (`stale`), its process lives and does not answer (`silent`), or it answers.
 */
export type ServerState =
  | { kind: "absent" }
  | { kind: "stale"; run: RunFile | null }
  | { kind: "silent"; run: RunFile }
  | { kind: "running"; run: RunFile };

export async function findServer(config: CliConfig): Promise<ServerState> {
  const text = await readText(config.runFile);
  if (text === null) return { kind: "absent" };
  const left = parseRunFile(text);
  if (left === null || !(await isOurServer(left.pid, config))) return { kind: "stale", run: left };
  return (await answers(left.url)) ? { kind: "running", run: left } : { kind: "silent", run: left };
}

/** Whether a process runs our server: a pid alone may belong to another program by now. */
export async function isOurServer(pid: number, config: CliConfig): Promise<boolean> {
  const words = (await commandLineOf(pid)).split(/[\0\s]/);
  return [config.serverLauncher, config.serverScript].some((path) =>
    words.some((word) => word === path || word.endsWith(`/${path}`)),
  );
}

/** The process of our server that has the database, or null; one that still starts has it before it answers. */
export async function holderOfDatabase(config: CliConfig): Promise<number | null> {
  const pid = pidIn((await readText(config.holderFile)) ?? "");
  return pid !== null && (await isOurServer(pid, config)) ? pid : null;
}

function pidIn(text: string): number | null {
  try {
    const { pid } = JSON.parse(text);
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    // None, or half of one: its writer is just at it, or was killed.
    return null;
  }
}

/** Whether it answers at all: one that can't do its work just now says why to whoever asks for that. */
const answers = (url: string): Promise<boolean> =>
  getText(new URL("/health/live", url)).then(
    ({ status }) => status === 200,
    () => false,
  );

async function commandLineOf(pid: number): Promise<string> {
  const fromKernel = await readText(`/proc/${pid}/cmdline`);
  if (fromKernel !== null) return fromKernel;
  return run("ps", ["-o", "args=", "-p", String(pid)]).then(
    ({ stdout }) => stdout,
    () => "",
  );
}

function parseRunFile(text: string): RunFile | null {
  try {
    const { pid, port, url, version } = JSON.parse(text);
    const isWhole = Number.isInteger(pid) && pid > 0 && Number.isInteger(port) && URL.canParse(url);
    return isWhole ? { pid, port, url, version: String(version) } : null;
  } catch {
    return null;
  }
}

async function readText(path: string): Promise<string | null> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ESRCH") return null;
    throw error;
  });
}
