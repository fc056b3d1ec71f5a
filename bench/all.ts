/** Every measurement of docs/performance.md, one after another: `node bench/all.ts [minutes of streams]`. */
import { join } from "node:path";
import { runServer } from "../packages/testkit/src/server.ts";
import { removeFolder, temporaryFolder } from "../packages/testkit/src/temporary.ts";
import { measureBareLane } from "./bare-lane.ts";
import { measureBareStreams } from "./bare-streams.ts";
import { measureFirstLoad } from "./first-load.ts";
import { measureHookLatency } from "./hook-latency.ts";
import { measureHookScript } from "./hook-script.ts";
import { measureThroughput } from "./hook-throughput.ts";
import { measureLiveLatency } from "./live-latency.ts";
import { describeMachine, loadAverage, measureFsync } from "./load/machine.ts";
import { type Finding, print, tableOf } from "./load/report.ts";
import { measureSignIn } from "./sign-in.ts";
import { measureStartup } from "./startup.ts";
import { measureStreams } from "./streams.ts";

const minutes = Number(process.argv[2] ?? 10);
const fsync = measureFsync();
const loadBefore = loadAverage();
const folder = temporaryFolder("bench");
const state = { stateFolder: join(folder, "state"), userHome: join(folder, "home") };
const findings: Finding[] = [];

/** One life of the server for what is measured together. */
async function inOneLife(
  ...measurements: ((server: Awaited<ReturnType<typeof runServer>>) => Promise<Finding[]>)[]
) {
  const server = await runServer(state);
  for (const measure of measurements) {
    const found = await measure(server);
    findings.push(...found);
    process.stderr.write(`${tableOf(found)}\n`);
  }
  await server.stop();
}

findings.push(...(await measureSignIn()), ...(await measureBareLane()), ...(await measureBareStreams()));
await inOneLife(measureHookLatency, measureThroughput);
findings.push(...(await measureStartup(state.stateFolder)));
await inOneLife(measureLiveLatency, measureHookScript, measureFirstLoad);
await inOneLife((server) => measureStreams(server, minutes));
removeFolder(folder);

const [before, after] = [loadBefore, loadAverage()].map((load) => load.toFixed(1));
print(`Measured ${new Date().toISOString().slice(0, 10)} on ${describeMachine()}.`);
print(`fsync of 8 kB: p50 ${fsync.p50.toFixed(2)} ms, p99 ${fsync.p99.toFixed(2)} ms.`);
print(
  `Load average of the last minute before ${before}, after ${after} (the run itself makes one or two).\n`,
);
print(tableOf(findings));
