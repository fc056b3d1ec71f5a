/**
 * What it takes to look after agents that do nothing: `node bench/liveness.ts [agents] [seconds]`. Each is a program in
 * a pane of tmux; the share of a core is that of the server, and of tmux, with them and without. Linux only.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { hookSender } from "../packages/testkit/src/hook-sender.ts";
import { hookSession } from "../packages/testkit/src/hook-session.ts";
import { runServer } from "../packages/testkit/src/server.ts";
import { removeFolder, temporaryFolder } from "../packages/testkit/src/temporary.ts";
import { processorTimeOf } from "./load/machine.ts";
import { type Finding, print, tableOf } from "./load/report.ts";

const agents = Number(process.argv[2] ?? 50);
const seconds = Number(process.argv[3] ?? 60);

/** Percent of a core that each takes while nothing is asked of it. */
async function shareOf(...pids: number[]): Promise<number[]> {
  await delay(10_000);
  const before = pids.map(processorTimeOf);
  await delay(seconds * 1_000);
  return pids.map((pid, index) => ((processorTimeOf(pid) - (before[index] ?? 0)) * 100) / seconds);
}

const folder = temporaryFolder("bench-liveness");
const socket = join(folder, "socket");
const tmux = (...args: string[]) =>
  execFileSync("tmux", ["-S", socket, "-f", "/dev/null", ...args], { encoding: "utf8" }).trim();
const open = ["new-session", "-d", "-P", "-F", "#{pane_id} #{pane_pid}", "sleep", "100000"];
const panes = Array.from({ length: agents }, () => tmux(...open).split(" "));
const tmuxPid = Number(tmux("display-message", "-p", "#{pid}"));

const server = await runServer({ env: { SIGNALBOX_TMUX_SOCKETS: socket } });
const sender = hookSender({ server, connections: 4 });
try {
  const [alone = 0, tmuxAlone = 0] = await shareOf(server.pid, tmuxPid);
  for (const [index, [pane = "", pid = ""]] of panes.entries()) {
    const hooks = hookSession({ sessionId: `session-${index}` });
    const headers = { "x-signalbox-pid": pid, "x-tmux-pane": pane };
    for (const body of [hooks.started(), hooks.prompted("p1", "Go")])
      await sender.send(JSON.stringify(body), headers);
  }
  const [watching = 0, tmuxWatched = 0] = await shareOf(server.pid, tmuxPid);
  const findings: Finding[] = [
    { what: "of a core: the idle server, without agents", value: alone, unit: "%" },
    {
      what: `… more with ${agents} idle agents in panes`,
      value: watching - alone,
      unit: "%",
      target: { atMost: 1 },
    },
    { what: "tmux, for being asked", value: tmuxWatched - tmuxAlone, unit: "%" },
  ];
  print(tableOf(findings));
} finally {
  sender.close();
  await server.stop();
  tmux("kill-server");
  removeFolder(folder);
}
