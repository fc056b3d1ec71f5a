/**
 * Executions on the embedded engine: many at once that print all the time, how soon a browser has their lines, and how
 * fast the log of a long one opens: `node bench/executions.ts`.
 */
import { randomUUID } from "node:crypto";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createClient } from "../packages/client/src/client.ts";
import { createBot, startBot } from "../packages/contract/src/bots.ts";
import { getExecution, getExecutionLog } from "../packages/contract/src/executions.ts";
import { runServer } from "../packages/testkit/src/server.ts";
import { removeFolder, temporaryFolder } from "../packages/testkit/src/temporary.ts";
import { until } from "../packages/testkit/src/until.ts";
import { processorTimeOf } from "./load/machine.ts";
import { type Finding, print, tableOf } from "./load/report.ts";
import { median, quantile } from "./load/statistics.ts";

const folder = temporaryFolder("bench-executions");
const programs = join(folder, "bin");
mkdirSync(programs);
const result = JSON.stringify({ type: "result", is_error: false, result: "Done" });
/** Prints a line each so many milliseconds, with when that was; without a pause, as many as it can. */
writeFileSync(
  join(programs, "claude"),
  `#!${process.execPath}
let asked = "";
process.stdin.on("data", (text) => { asked += text; }).on("end", () => {
  const [lines, everyMs] = asked.trim().split(" ").map(Number);
  const end = () => { console.log(${JSON.stringify(result)}); };
  if (everyMs === 0) {
    for (let n = 0; n < lines; n += 1000)
      process.stdout.write(Array.from({ length: 1000 }, (_, i) => \`\${Date.now()} line \${n + i} of a long log\`).join("\\n") + "\\n");
    return end();
  }
  let n = 0;
  const timer = setInterval(() => {
    console.log(\`\${Date.now()} line \${n}\`);
    if (++n === lines) { clearInterval(timer); end(); }
  }, everyMs);
});
`,
);
chmodSync(join(programs, "claude"), 0o755);

const most = 50;
const server = await runServer({
  env: { PATH: `${programs}${delimiter}${process.env.PATH}`, SIGNALBOX_EXECUTIONS: String(most) },
});
const { adminKey, url } = server;
const client = createClient({ baseUrl: url, credentials: () => ({ apiKey: adminKey }) });
const bot = await client.call(createBot, {
  body: {
    name: "Prints",
    prompt: "{{ what }}",
    variables: [{ name: "what" }],
    concurrency: 20,
    queue: 1_000,
  },
});
const start = async (lines: number, everyMs: number, botId = bot.id) =>
  (
    await client.call(startBot, {
      params: { botId },
      body: { key: randomUUID(), values: { what: `${lines} ${everyMs}` } },
    })
  ).id;

/** Follows a log as the page does, and tells how old each line is as it comes that was printed meanwhile. */
async function follow(executionId: string, ages: number[]): Promise<void> {
  const began = Date.now();
  for (let after = 0, isOver = false; !isOver; ) {
    const reply = await client.call(getExecutionLog, {
      params: { executionId },
      query: { after, wait: 5, limit: 1_000 },
    });
    const now = Date.now();
    for (const { text, number } of reply.lines) {
      after = number;
      const at = Number.parseInt(text, 10);
      if (at >= began) ages.push(now - at);
    }
    isOver = reply.isOver && reply.lines.length === 0;
  }
}

async function measureMany(count: number, seconds: number): Promise<Finding[]> {
  const bots = [bot.id];
  while (bots.length * 20 < count)
    bots.push((await client.call(createBot, { body: { ...bot.content, name: `Prints ${bots.length}` } })).id);
  const ids: string[] = [];
  for (let n = 0; n < count; n++) ids.push(await start(seconds * 100, 10, bots[n % bots.length]));
  await until(
    async () => {
      const last = await client.call(getExecution, { params: { executionId: ids.at(-1) ?? "" } });
      return last.log.lines > 0 || undefined;
    },
    () => "all to print",
    { timeoutMs: 120_000, everyMs: 200 },
  );
  const ages: number[] = [];
  const [cpu, began] = [processorTimeOf(server.pid), performance.now()];
  // A browser looks at one of them; the others are kept all the same.
  await follow(ids.at(-1) ?? "", ages);
  const share = ((processorTimeOf(server.pid) - cpu) * 1_000) / (performance.now() - began);
  for (const id of ids) await follow(id, []);
  return [
    { what: `line → browser, ${count} executions at 100 lines/s each, p50`, value: median(ages), unit: "ms" },
    { what: "… p99", value: quantile(ages, 0.99), unit: "ms", target: { atMost: 100 } },
    { what: "… the server, of a core", value: share * 100, unit: "%", target: { atMost: 100 } },
  ];
}

async function measureLong(lines: number): Promise<Finding[]> {
  const began = performance.now();
  const id = await start(lines, 0);
  await until(
    async () =>
      (await client.call(getExecution, { params: { executionId: id } })).endedAt !== null || undefined,
    () => "the long log",
    { timeoutMs: 600_000, everyMs: 500 },
  );
  const kept = lines / ((performance.now() - began) / 1_000);
  const opened: number[] = [];
  for (let n = 0; n < 20; n++) {
    const at = performance.now();
    await client.call(getExecutionLog, { params: { executionId: id }, query: { limit: 200 } });
    opened.push(performance.now() - at);
    await delay(50);
  }
  return [
    { what: `lines kept, of ${lines}`, value: kept, unit: "lines/s" },
    { what: "such a log opens at its end, p50", value: median(opened), unit: "ms" },
    { what: "… the longest of 20", value: Math.max(...opened), unit: "ms", target: { atMost: 300 } },
  ];
}

const findings = [...(await measureMany(most, 20)), ...(await measureLong(1_000_000))];
print(tableOf(findings));
await server.stop();
removeFolder(folder);
