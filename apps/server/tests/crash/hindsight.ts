import type { Client } from "@signalbox/client/client";
import { type EventChain, getEventChain } from "@signalbox/contract/event-history";
import { getHealth, type HealthReport } from "@signalbox/contract/health";
import { type LogLine, listLogs } from "@signalbox/contract/logs";
import { listNodes, type Node } from "@signalbox/contract/nodes";
import { until } from "@signalbox/testkit/until";
import type { MortalCluster, Processes } from "./mortal-cluster.ts";
import type { Sent } from "./watched-session.ts";

/** What an operator finds of it all afterwards. */
export interface Hindsight {
  killed: Processes;
  present: Processes;
  nodes: Node[];
  health: HealthReport;
  /** What the hook led to that began a session, and which session that was. */
  chain: EventChain;
  begun: Sent;
  /** The newest lines of the node that answered, and who that was. */
  log: LogLine[];
  loggedBy: number;
}

/** A node that was killed counts as there for three of its beats, and a report is kept for a moment. */
const patience = { timeoutMs: 45_000, everyMs: 500 };

export async function lookBack(
  cluster: MortalCluster,
  client: Client,
  sent: readonly Sent[],
): Promise<Hindsight> {
  const present = await cluster.present();
  const nodes = await until(
    async () => {
      const { items } = await client.call(listNodes);
      const isMissed = items.filter(({ alive }) => alive).length === present.length;
      const isTakenOver = [...runnersOf(items).values()].every((runners) => runners === 1);
      return isMissed && isTakenOver ? items : undefined;
    },
    async () =>
      `the killed nodes to be missed and their loops to run elsewhere: ${JSON.stringify(await client.call(listNodes))}`,
    patience,
  );
  const health = await until(
    async () => {
      const report = await client.call(getHealth);
      return report.status === "failing" ? undefined : report;
    },
    async () => `the cluster to be well again: ${JSON.stringify(await client.call(getHealth))}`,
    patience,
  );
  const { begun, correlationId } = firstHeard(sent);
  const chain = await client.call(getEventChain, { params: { correlationId } });
  const { items: log, node } = await client.call(listLogs, { query: { limit: 50 } });
  return {
    ...{ killed: cluster.killed(), present, nodes, health, chain, begun, log },
    loggedBy: node.pid,
  };
}

/** On how many nodes each loop runs that one node runs for all. */
export function runnersOf(nodes: readonly Node[]): Map<string, number> {
  const loops = nodes.flatMap((node) => (node.alive ? node.loops : [])).filter(({ alone }) => alone);
  const runners = (name: string) =>
    loops.filter((loop) => loop.name === name && loop.state === "running").length;
  return new Map(loops.map(({ name }) => [name, runners(name)]));
}

/** A session whose first hook was answered at its first try, so that this answer names its chain. */
function firstHeard(sent: readonly Sent[]): { begun: Sent; correlationId: string } {
  for (const begun of sent) {
    if (begun.beganAs !== undefined) return { begun, correlationId: begun.beganAs };
  }
  throw new Error("No session began at the first try");
}
