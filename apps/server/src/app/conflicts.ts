import { AppError } from "../kernel/errors.ts";
import { isListening } from "../platform/http/is-listening.ts";
import type { Config } from "./config.ts";
import { type Running, runFile } from "./run-file.ts";

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

/** Refuses a port on which something listens, before a database is opened for nothing. */
export async function refuseTakenPort({ home, host, port }: Config): Promise<void> {
  if (port === 0 || !(await isListening({ host, port }))) return;
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
