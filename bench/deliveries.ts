/**
 * What starts bots without a person, on the embedded engine: how fast a sender has its 202, how soon a CLI runs behind
 * it, and how late schedules are: `node bench/deliveries.ts`.
 */
import { createHmac, randomUUID } from "node:crypto";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createClient } from "../packages/client/src/client.ts";
import { createBot } from "../packages/contract/src/bots.ts";
import { createSource, listDeliveries } from "../packages/contract/src/deliveries.ts";
import { createTrigger, listFirings } from "../packages/contract/src/triggers.ts";
import { hookSender } from "../packages/testkit/src/hook-sender.ts";
import { runServer } from "../packages/testkit/src/server.ts";
import { removeFolder, temporaryFolder } from "../packages/testkit/src/temporary.ts";
import { until } from "../packages/testkit/src/until.ts";
import { type Finding, print, tableOf } from "./load/report.ts";
import { median, quantile } from "./load/statistics.ts";

const folder = temporaryFolder("bench-deliveries");
const programs = join(folder, "bin");
mkdirSync(programs);
const spawnedAt = join(folder, "spawned");
/** Tells when it began, by its number, and is over. */
writeFileSync(
  join(programs, "claude"),
  `#!/bin/sh\nat=$(date +%s%N); last=$(tail -n 1); echo "$at" > "${spawnedAt}-\${last##* }"\n`,
);
chmodSync(join(programs, "claude"), 0o755);

const server = await runServer({ env: { PATH: `${programs}${delimiter}${process.env.PATH}` } });
const { adminKey, url } = server;
const client = createClient({ baseUrl: url, credentials: () => ({ apiKey: adminKey }) });
const source = await client.call(createSource, {
  body: { name: "A bench", style: "github", perMinute: 100_000 },
});
const bot = (name: string, variables: string[] = []) =>
  client.call(createBot, {
    body: {
      ...{ name, queue: 1_000, prompt: ["Go", ...variables.map((each) => `{{ ${each} }}`)].join(" ") },
      variables: variables.map((each) => ({ name: each })),
    },
  });

const connections = 50;
const sender = hookSender({ server, connections, path: `/api/sources/${source.id}/deliveries` });
/** As large as GitHub's of a pull request. */
const padding = "x".repeat(20_000);
async function send(data: object): Promise<number> {
  const body = JSON.stringify({ ...data, padding, repository: { full_name: "acme/shop" } });
  const began = performance.now();
  const { status, body: reply } = await sender.send(body, {
    "x-github-event": "push",
    "x-github-delivery": randomUUID(),
    "x-hub-signature-256": `sha256=${createHmac("sha256", source.secret).update(body).digest("hex")}`,
  });
  if (status !== 202) throw new Error(`A delivery was answered ${status}: ${reply}`);
  return performance.now() - began;
}

async function measurePaced(perSecond: number, seconds: number): Promise<Finding[]> {
  const times: number[] = [];
  const pending: Promise<void>[] = [];
  const started = performance.now();
  const warmUp = perSecond * 5;
  for (let number = 0; number < perSecond * seconds + warmUp; number++) {
    const dueIn = started + (number * 1_000) / perSecond - performance.now();
    if (dueIn > 0) await delay(dueIn);
    pending.push(send({ number }).then((ms) => void (number >= warmUp && times.push(ms))));
  }
  await Promise.all(pending);
  return [
    { what: `delivery of 20 kB → 202 at ${perSecond}/s, p50`, value: median(times), unit: "ms" },
    { what: "… p99", value: quantile(times, 0.99), unit: "ms", target: { atMost: 50 } },
  ];
}

async function measureSustained(count: number): Promise<Finding[]> {
  const began = performance.now();
  let next = 0;
  const lane = async () => {
    while (next++ < count) await send({ sustained: next });
  };
  await Promise.all(Array.from({ length: connections }, lane));
  const taken = count / ((performance.now() - began) / 1_000);
  const waiting = async () =>
    (await client.call(listDeliveries, { query: { state: "received", limit: 1 } })).items;
  await until(
    async () => ((await waiting()).length === 0 ? true : undefined),
    () => "deliveries wait",
    {
      timeoutMs: 120_000,
    },
  );
  const handled = count / ((performance.now() - began) / 1_000);
  return [
    {
      what: `deliveries taken, of ${count} over ${connections} connections`,
      value: taken,
      unit: "deliveries/s",
      target: { atLeast: 500 },
    },
    { what: "… and looked at by two triggers", value: handled, unit: "deliveries/s" },
  ];
}

async function measureSpawn(times: number): Promise<Finding[]> {
  const { id: botId } = await bot("Spawns", ["number"]);
  const content = {
    kind: "webhook",
    sourceId: source.id,
    filter: "body.spawn",
    values: { number: "body.spawn" },
  } as const;
  await client.call(createTrigger, { params: { botId }, body: { content } });
  const took: number[] = [];
  for (let number = 1; number <= times; number++) {
    const began = Date.now();
    await send({ spawn: number });
    const at = await until(
      async () => (await readFile(`${spawnedAt}-${number}`, "utf8").catch(() => "")) || undefined,
      () => `the CLI of delivery ${number}`,
      { everyMs: 2 },
    );
    took.push(Number(BigInt(at.trim()) / 1_000_000n) - began);
    await delay(300);
  }
  return [
    { what: "delivery → its CLI runs, p50", value: median(took), unit: "ms", target: { atMost: 400 } },
    { what: "… p99", value: quantile(took, 0.99), unit: "ms" },
  ];
}

async function measureDrift(schedules: number, seconds: number): Promise<Finding[]> {
  const { id: botId } = await bot("Ticks");
  const ids: string[] = [];
  for (let number = 0; number < schedules; number++) {
    const content = { kind: "schedule", cron: `${number % 60} * * * * *` } as const;
    ids.push((await client.call(createTrigger, { params: { botId }, body: { content } })).id);
  }
  const from = Date.now();
  await delay(seconds * 1_000);
  const late: number[] = [];
  for (const triggerId of ids) {
    const { items } = await client.call(listFirings, { params: { triggerId }, query: {} });
    for (const { reason, at } of items) {
      const time = Date.parse(/\d{4}-[\d-]+T[\d:.]+Z/.exec(reason)?.[0] ?? "");
      if (time >= from) late.push(Date.parse(at) - time);
    }
  }
  return [
    { what: `a time of one of ${schedules} schedules → it begins, p50`, value: median(late), unit: "ms" },
    {
      what: `… the latest of ${late.length}`,
      value: Math.max(...late),
      unit: "ms",
      target: { atMost: 1_000 },
    },
  ];
}

const { id: idleBot } = await bot("Never");
for (const filter of ["body.never", "body.number == `-1`"])
  await client.call(createTrigger, {
    params: { botId: idleBot },
    body: { content: { kind: "webhook", sourceId: source.id, filter } },
  });
const findings = [
  ...(await measurePaced(200, 20)),
  ...(await measureSustained(10_000)),
  ...(await measureSpawn(30)),
  ...(await measureDrift(1_000, 65)),
];
sender.close();
await server.stop();
removeFolder(folder);
print(tableOf(findings));
