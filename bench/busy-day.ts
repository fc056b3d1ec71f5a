/**
 * What it takes to watch agents that work, and how much memory a day of them leaves: `node bench/busy-day.ts [agents]
 * [seconds]`. Each agent is a process in a pane of tmux that sends hooks and writes a transcript, as Claude Code does.
 * Linux only.
 */
import { execFileSync } from "node:child_process";
import { appendFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { hookSender } from "../packages/testkit/src/hook-sender.ts";
import { seeded } from "../packages/testkit/src/seeded.ts";
import { type RunningServer, runServer } from "../packages/testkit/src/server.ts";
import { removeFolder, temporaryFolder } from "../packages/testkit/src/temporary.ts";
import { linesOfHook } from "./load/lines-of-hook.ts";
import { peakMegabytes, processorTimeOf, residentMegabytes } from "./load/machine.ts";
import { type Finding, print, tableOf } from "./load/report.ts";
import { openStreams } from "./load/stream-clients.ts";
import { workday } from "./load/workday.ts";

const agents = Number(process.argv[2] ?? 60);
const seconds = Number(process.argv[3] ?? 60);
/** A call of a tool, which is two hooks, every five seconds. */
const pauseMs = 2_500;
/** Of each agent: some 300 calls of tools for 45 prompts. */
const hooksOfDay = 700;

const folder = temporaryFolder("bench-busy");
const home = join(folder, "home");
const transcripts = join(home, ".claude", "projects", "-workspace");
await mkdir(transcripts, { recursive: true });
const socket = join(folder, "socket");
const tmux = (...args: string[]) =>
  execFileSync("tmux", ["-S", socket, "-f", "/dev/null", ...args], { encoding: "utf8" }).trim();

/** An agent at work: each step sends a hook and writes what the transcript says of it. */
function agentIn(server: RunningServer, number: number) {
  const open = ["new-session", "-d", "-P", "-F", "#{pane_id} #{pane_pid}", "sleep", "100000"];
  const [pane = "", pid = ""] = tmux(...open).split(" ");
  const sender = hookSender({ server, connections: 1 });
  const path = join(transcripts, `session-${number}.jsonl`);
  const day = workday(seeded(number), `session-${number}`);
  const step = async () => {
    const hook = { ...day.next().value, transcript_path: path };
    await appendFile(path, linesOfHook(hook));
    const { status } = await sender.send(JSON.stringify(hook), {
      "x-signalbox-pid": pid,
      "x-tmux-pane": pane,
    });
    if (status !== 202) throw new Error(`A hook was answered ${status}`);
  };
  return { step, close: sender.close };
}

/** Percent of a core that the server takes meanwhile. */
async function shareDuring(pid: number, work: Promise<unknown>): Promise<number> {
  const before = processorTimeOf(pid);
  const began = performance.now();
  await work;
  return ((processorTimeOf(pid) - before) * 100 * 1_000) / (performance.now() - began);
}

const options = {
  ...{ userHome: home, stateFolder: join(folder, "state") },
  env: { SIGNALBOX_TMUX_SOCKETS: socket },
};
// A day begins with a database that is there: making one leaves 60 MB behind in the process that did.
await (await runServer(options)).stop();
const server = await runServer(options);
const team = Array.from({ length: agents }, (_, number) => agentIn(server, number));
const page = await openStreams(server, 1, () => {});
try {
  const until = performance.now() + 10_000 + seconds * 1_000;
  const atWork = team.map(async ({ step }, number) => {
    await delay((pauseMs * number) / agents);
    while (performance.now() < until) await Promise.all([step(), delay(pauseMs)]);
  });
  await delay(10_000);
  const share = await shareDuring(server.pid, Promise.all(atWork));
  const began = performance.now();
  await Promise.all(
    team.map(async ({ step }) => {
      for (let hook = 0; hook < hooksOfDay; hook++) await step();
    }),
  );
  const rate = (agents * hooksOfDay * 1_000) / (performance.now() - began);
  // What a heap has too much of is given back once its thread has rested for a minute.
  await delay(150_000);
  const findings: Finding[] = [
    { what: `of a core: ${agents} busy agents in panes`, value: share, unit: "%", target: { atMost: 35 } },
    { what: `a day of them (${agents * hooksOfDay} hooks and their lines) at`, value: rate, unit: "hooks/s" },
    {
      what: "memory of the server after it",
      value: residentMegabytes(server.pid),
      unit: "MB",
      target: { atMost: 400 },
    },
    { what: "… at its most", value: peakMegabytes(server.pid), unit: "MB" },
  ];
  print(tableOf(findings));
} finally {
  page.close();
  for (const { close } of team) close();
  await server.stop();
  tmux("kill-server");
  removeFolder(folder);
}
