import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import type { Service } from "../kernel/module.ts";
import { isListening } from "../platform/http/is-listening.ts";
import type { Config } from "./config.ts";
import { runFile } from "./run-file.ts";

/** How soon another node of the same state folder takes the place of one that is gone. */
const lookEveryMs = 2_000;

interface FrontDoorOptions {
  config: Config;
  log: Logger;
  running: { port: number; url: string };
  /** Tells the hook script where to send. */
  hooksTo(port: number): Promise<void>;
}

/**
 * Says in the state folder where this server is, for the CLI and for hooks. Where several nodes share the folder, one
 * of them does, and another when that one is gone.
 */
export const frontDoor = ({ config, log, running, hooksTo }: FrontDoorOptions): Service => {
  const { home, host, version, databaseUrl } = config;
  const file = runFile(home);
  const stopping = new AbortController();
  let watching = Promise.resolve();

  const isTaken = async () => {
    const other = file.read();
    return other !== null && other.pid !== process.pid && isListening({ host, port: other.port });
  };
  const open = async () => {
    await hooksTo(running.port);
    file.write({ pid: process.pid, ...running, version });
  };
  const watch = async () => {
    while (!stopping.signal.aborted) {
      const says = file.read();
      if (says?.pid !== process.pid && !(await isTaken())) await open();
      await delay(lookEveryMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };

  return {
    name: "front door",
    async start() {
      if (databaseUrl === undefined) return open();
      if (!(await isTaken())) await open();
      watching = watch().catch((error: unknown) =>
        log.error({ err: error }, "whether another node says where it is could not be watched"),
      );
    },
    async stop() {
      stopping.abort();
      await watching;
      file.remove();
    },
  };
};
