import { connect } from "node:net";
import { AppError } from "../kernel/errors.ts";
import type { Config } from "./config.ts";
import { type Running, runFile } from "./run-file.ts";

/** A program that listens answers at once; one that is too busy to is left to the real attempt. */
const patienceMs = 1_000;

const conflicts = {
  portTaken: (port: number, cause?: unknown) =>
    new AppError(
      "conflict",
      "app.port_taken",
      `Port ${port} is taken by another program, maybe another Signalbox. Stop it, or choose another port with --port N or SIGNALBOX_PORT`,
      { cause },
    ),
  alreadyRuns: ({ url, pid }: Running, cause?: unknown) =>
    new AppError(
      "conflict",
      "app.already_runs",
      `Signalbox already runs on this state folder at ${url} (pid ${pid}). Stop it, or choose another folder with SIGNALBOX_HOME`,
      { cause },
    ),
};

/**
 * Refuses a port on which something listens, before a database is opened for nothing. It connects, since to
 * listen for a try would stand in the way of a server that starts at the same moment.
 */
export async function refuseTakenPort({ home, host, port }: Config): Promise<void> {
  if (port === 0 || !(await isListening(host, port))) return;
  const running = runFile(home).read();
  throw running?.port === port ? conflicts.alreadyRuns(running) : conflicts.portTaken(port);
}

/** What stands in the way of a start, told by where it is; any other failure is told as it is. */
export function conflictOf(error: unknown, { home, port }: Config): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return conflicts.portTaken(port, error);
  const running = code === "database.in_use" ? runFile(home).read() : null;
  return running === null ? error : conflicts.alreadyRuns(running, error);
}

const isListening = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = connect({ host, port, timeout: patienceMs });
    const answer = (isThere: boolean) => {
      probe.destroy();
      resolve(isThere);
    };
    probe.once("connect", () => answer(true));
    probe.once("error", () => answer(false));
    probe.once("timeout", () => answer(false));
  });
