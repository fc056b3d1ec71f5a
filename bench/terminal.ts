/**
 * Terminals over their sockets, and in a real Chromium, the web app built before by `npm run build`:
 * `node bench/terminal.ts [seconds]`. Linux only.
 */
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { chromium } from "@playwright/test";
import type { Looker } from "../apps/server/tests/terminal-looker.ts";
import { watchedPanes } from "../apps/server/tests/watched-panes.ts";
import { findChromium } from "../packages/testkit/src/machine.ts";
import { processorTimeOf } from "./load/machine.ts";
import { type Finding, print, tableOf } from "./load/report.ts";
import { quantile } from "./load/statistics.ts";

type World = Awaited<ReturnType<typeof watchedPanes>>;

const terminals = 20;
const echoes = 300;
const seconds = Number(process.argv[2] ?? 60);
const line = "x".repeat(92);

/** Prints a line every so many milliseconds, in bursts of as many as that takes. */
const printing = (linesPerSecond: number) => [
  process.execPath,
  "-e",
  `setInterval(() => process.stdout.write("${line}\\n".repeat(${Math.ceil(linesPerSecond / 20)})), 50)`,
];

/** Of a process and those it started; some may have ended meanwhile. */
const processorTimeOfAll = (pid: number): number => {
  const started = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
  return [pid, ...started.map(Number)].reduce((sum, each) => {
    return existsSync(`/proc/${each}`) ? sum + processorTimeOf(each) : sum;
  }, 0);
};

const residentOf = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? Number.NaN) / 1_000;

/** From a key that is sent until what the pane echoes has come back. */
async function measureEcho(world: World): Promise<Finding[]> {
  const { agentId } = await world.agentIn(["sh", "-c", "stty -icanon; printf ready; exec cat >/dev/null"]);
  const looker = await world.look(agentId);
  looker.say({ kind: "drive", on: true });
  await looker.told("driving");
  const times: number[] = [];
  for (let index = 0; index < echoes; index++) {
    const before = looker.output().length;
    const began = performance.now();
    looker.say({ kind: "type", text: "k" });
    await looker.when(
      () => (looker.output().length > before ? true : undefined),
      () => "an echo",
    );
    times.push(performance.now() - began);
    await delay(20);
  }
  looker.close();
  return [
    { what: "key → its echo at the client, p50", value: quantile(times, 0.5), unit: "ms" },
    {
      what: "key → its echo at the client, p99",
      value: quantile(times, 0.99),
      unit: "ms",
      target: { atMost: 60 },
    },
  ];
}

const receivedOf = (lookers: readonly Looker[]) =>
  lookers.reduce((sum, looker) => sum + looker.received(), 0);

async function measureMany(world: World): Promise<Finding[]> {
  const agents = await Promise.all(Array.from({ length: terminals }, () => world.agentIn(printing(200))));
  const lookers = await Promise.all(agents.map(({ agentId }) => world.look(agentId)));
  await delay(2_000);
  const [cpu, received] = [processorTimeOfAll(world.server.pid), receivedOf(lookers)];
  await delay(seconds * 500);
  const used = (processorTimeOfAll(world.server.pid) - cpu) / (seconds / 2);
  const rate = (receivedOf(lookers) - received) / (seconds / 2) / 1_000_000;
  for (const looker of lookers) looker.close();
  await Promise.all(agents.map(({ pane }) => world.tmux("kill-pane", "-t", pane)));
  return [
    { what: `${terminals} terminals that print 200 lines/s each, received`, value: rate, unit: "MB/s" },
    {
      what: "… of a core: the server with its clients of tmux",
      value: used * 100,
      unit: "%",
      target: { atMost: 100 },
    },
  ];
}

/** One prints 100,000 lines a minute; one looks on, and one shows nothing of what it is sent. */
async function measureFlood(world: World): Promise<Finding[]> {
  const { agentId } = await world.agentIn(printing(1_667));
  const [looker, stalled] = [await world.look(agentId), await world.look(agentId, { acknowledges: false })];
  stalled.pause();
  await delay(5_000);
  const before = residentOf(world.server.pid);
  await delay(seconds * 1_000);
  const grown = residentOf(world.server.pid) - before;
  const lines = looker.received() / (line.length + 2);
  const screens = looker.messages.filter(({ kind }) => kind === "screen").length;
  looker.close();
  stalled.close();
  return [
    {
      what: "a terminal that prints 100,000 lines a minute, received",
      value: lines / (seconds + 5),
      unit: "lines/s",
    },
    { what: "… fresh screens it was sent", value: screens, unit: "screens", target: { atMost: 1 } },
    { what: "… growth of the server's memory meanwhile", value: grown, unit: "MB", target: { atMost: 50 } },
  ];
}

/** What the page does while a terminal prints 100,000 lines a minute, and after a rest. */
const watchFrames = (forMs: number) => `new Promise((resolve) => {
  const took = [];
  const end = performance.now() + ${forMs};
  let last = performance.now();
  const next = (now) => {
    took.push(now - last);
    last = now;
    if (now < end) requestAnimationFrame(next);
    else resolve(took);
  };
  requestAnimationFrame(next);
})`;

async function measurePage(world: World): Promise<Finding[]> {
  const executable = findChromium();
  if (executable.path === null) return [];
  const { agentId } = await world.agentIn(printing(1_667));
  await world.look(agentId).then((looker) => looker.close());
  const link = /http:\/\/\S+#\S+/.exec(world.server.output())?.[0];
  if (link === undefined) throw new Error("The server printed no sign-in link");
  const browser = await chromium.launch({ executablePath: executable.path, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    await page.addInitScript(() => localStorage.setItem("signalbox.welcome-skipped", "yes"));
    await page.goto(link);
    await page.getByRole("heading", { name: "Now", level: 1 }).waitFor();
    await page.goto(`${world.server.url}/agents/${agentId}?tab=terminal`);
    await page.locator(".xterm-rows").getByText(line).first().waitFor();
    await delay(5_000);
    const devtools = await page.context().newCDPSession(page);
    const heap = async () => {
      await devtools.send("HeapProfiler.collectGarbage");
      return (await devtools.send("Runtime.getHeapUsage")).usedSize / 1_000_000;
    };
    const before = await heap();
    const frames = await page.evaluate<number[]>(watchFrames(seconds * 1_000));
    const grown = (await heap()) - before;
    return [
      { what: "a page that shows it: between frames, p50", value: quantile(frames, 0.5), unit: "ms" },
      { what: "… p99", value: quantile(frames, 0.99), unit: "ms", target: { atMost: 200 } },
      { what: "… growth of its heap", value: grown, unit: "MB", target: { atMost: 20 } },
    ];
  } finally {
    await browser.close();
  }
}

const world = await watchedPanes();
try {
  for (const measure of [measureEcho, measureMany, measureFlood, measurePage])
    print(tableOf(await measure(world)));
} finally {
  await world.stop();
}
