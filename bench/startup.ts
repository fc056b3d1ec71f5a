/** From the start of the server's process to its readiness, on a folder that exists: `node bench/startup.ts`. */
import { join } from "node:path";
import { runServer } from "../packages/testkit/src/server.ts";
import { removeFolder, temporaryFolder } from "../packages/testkit/src/temporary.ts";
import { type Finding, print, tableOf } from "./load/report.ts";
import { median } from "./load/statistics.ts";

const starts = 7;

/** Readiness is asked for every 25 ms, so that much may be added. */
export async function measureStartup(stateFolder: string): Promise<Finding[]> {
  const times: number[] = [];
  for (let start = 0; start < starts; start++) {
    const started = performance.now();
    const server = await runServer({ stateFolder });
    times.push(performance.now() - started);
    await server.stop();
  }
  return [
    {
      what: "process start → ready, existing folder, median",
      value: median(times),
      unit: "ms",
      target: { atMost: 1_500 },
    },
  ];
}

if (import.meta.main) {
  const folder = temporaryFolder("bench");
  const stateFolder = join(folder, "state");
  await (await runServer({ stateFolder })).stop();
  print(tableOf(await measureStartup(stateFolder)));
  removeFolder(folder);
}
