import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { RunningServer } from "@signalbox/testkit/server";

/** What a server needs in its environment for `settledMemory`. */
export const inspectable = { NODE_OPTIONS: "--inspect=127.0.0.1:0" };

const quietSeconds = 5;

/**
 * Resident memory in MB once it no longer falls. Garbage is collected first, by way of the inspector, since V8 puts
 * that off for as long as it likes. To be compared with an earlier measure after work of the same kind: what grows
 * once to its working size and is kept (buffers, the database's WebAssembly memory) is no growth.
 */
export async function settledMemory(server: RunningServer): Promise<number> {
  let lowest = Number.POSITIVE_INFINITY;
  for (let quiet = 0; quiet < quietSeconds; quiet++) {
    await collectGarbage(server);
    await delay(1_000);
    const now = residentMegabytes(server.pid);
    if (now < lowest - 1) quiet = 0;
    lowest = Math.min(lowest, now);
  }
  return lowest;
}

function residentMegabytes(pid: number): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
  return (pages * 4_096) / 2 ** 20;
}

async function collectGarbage(server: RunningServer): Promise<void> {
  const url = /ws:\/\/\S+/.exec(server.output())?.[0];
  if (url === undefined) throw new Error(`The server can't be inspected; it printed:\n${server.output()}`);
  const inspector = new WebSocket(url);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  inspector.addEventListener("open", () =>
    inspector.send(JSON.stringify({ id: 1, method: "HeapProfiler.collectGarbage" })),
  );
  inspector.addEventListener("message", () => resolve());
  inspector.addEventListener("error", () => reject(new Error("The inspector does not answer")));
  await promise;
  inspector.close();
}
