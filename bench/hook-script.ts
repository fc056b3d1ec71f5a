/** What the hook costs the CLI, beside a bare `sh -c curl`: `node bench/hook-script.ts`. */
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createClient } from "../packages/client/src/client.ts";
import { installHooks } from "../packages/contract/src/hooks.ts";
import { hookSession } from "../packages/testkit/src/hook-session.ts";
import { type RunningServer, runServer } from "../packages/testkit/src/server.ts";
import { type Finding, print, tableOf } from "./load/report.ts";
import { median } from "./load/statistics.ts";

const runs = 200;
const warmUps = 10;

/** Runs both by turns, so that what else the machine does falls on both. */
export async function measureHookScript(server: RunningServer): Promise<Finding[]> {
  const client = createClient({ baseUrl: server.url, credentials: () => ({ apiKey: server.adminKey }) });
  await client.call(installHooks, { params: { backend: "claude" } });
  const folder = `${server.stateFolder}/hook`;
  const session = hookSession({ sessionId: randomUUID() });
  const ways = {
    script: `"${folder}/hook.sh" signalbox`,
    bare: `curl -s -o /dev/null -H @"${folder}/key" --data-binary @- ${server.url}/hooks/claude`,
  };
  const promptId = randomUUID();
  const callOf = (run: number) => ({
    name: "Bash",
    useId: `toolu_${randomUUID()}`,
    input: { command: `echo ${run}`, description: "Say the number" },
    response: null,
  });
  const times = { script: [] as number[], bare: [] as number[] };
  for (let run = -warmUps; run < runs; run++) {
    for (const way of ["script", "bare"] as const) {
      const input = JSON.stringify(session.toolStarted(promptId, callOf(run)));
      const started = performance.now();
      const { status } = spawnSync("sh", ["-c", ways[way]], { input });
      if (status !== 0) throw new Error(`${ways[way]} ended with ${status}`);
      if (run >= 0) times[way].push(performance.now() - started);
    }
  }
  return [
    {
      what: "hook script, run alone, median",
      value: median(times.script),
      unit: "ms",
      target: { atMost: 15 },
    },
    { what: "bare sh and curl beside it, median", value: median(times.bare), unit: "ms" },
  ];
}

if (import.meta.main) {
  const server = await runServer();
  print(tableOf(await measureHookScript(server)));
  await server.stop();
}
