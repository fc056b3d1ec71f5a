import type { Condition, HealthPart } from "../../kernel/health.ts";
import type { Queryable } from "../database/database.ts";
import { inTime } from "../health/quantities.ts";
import type { LoopStatus } from "./loops.ts";
import { listNodes, type SeenNode } from "./nodes.ts";

/** For how long a node that fell silent is told of: by then somebody knows, or it was taken away for good. */
const toldForMs = 24 * 3_600_000;

/** Nodes: whether one fell silent, whether somebody works, whether all are of one version. */
export const nodesHealth = (read: Queryable, now: () => Date): HealthPart => ({
  name: "nodes",
  title: "Nodes",
  async check(): Promise<Condition> {
    const nodes = await listNodes(read);
    const alive = nodes.filter((node) => node.alive);
    const facts = Object.fromEntries(alive.map((node) => [nameOf(node), `${node.role}, ${node.version}`]));
    const trouble = withoutWorker(alive) ?? silent(nodes, now()) ?? severalVersions(alive);
    if (trouble !== undefined) return { ...trouble, facts };
    return { status: "ok", reason: alive.length === 1 ? "One, alive" : `${alive.length}, all alive`, facts };
  },
});

const nameOf = ({ name, hostName, pid }: SeenNode): string => `${name} on ${hostName}, process ${pid}`;

/** Where none is alive, the one that asks has yet to beat, or can't: the database's part tells of it. */
const withoutWorker = (alive: readonly SeenNode[]): Condition | undefined =>
  alive.length === 0 || alive.some(({ role }) => role !== "api")
    ? undefined
    : {
        status: "failing",
        reason: "None of them works: nothing reacts to events, and jobs wait",
        cure: "Start a node with --role worker, or with no role at all. Nothing is lost meanwhile.",
      };

/** One that was started anew in its place is silent no more. */
const silent = (nodes: readonly SeenNode[], now: Date): Condition | undefined => {
  const isReplaced = (gone: SeenNode) =>
    nodes.some(
      ({ alive, role, hostName, startedAt }) =>
        alive && role === gone.role && hostName === gone.hostName && startedAt > gone.beatAt,
    );
  const fallen = nodes.filter(
    (node) =>
      !node.alive &&
      node.stoppedAt === null &&
      now.getTime() - node.beatAt.getTime() < toldForMs &&
      !isReplaced(node),
  );
  const [last] = fallen;
  if (last === undefined) return undefined;
  const others = fallen.length > 1 ? `, and ${fallen.length - 1} more` : "";
  return {
    status: "warning",
    reason: `${nameOf(last)} fell silent ${inTime(now.getTime() - last.beatAt.getTime())} ago without stopping${others}`,
    cure: "See whether its machine and its way to the database are well, and start it again.",
  };
};

const severalVersions = (alive: readonly SeenNode[]): Condition | undefined => {
  const versions = [...new Set(alive.map(({ version }) => version))].toSorted();
  if (versions.length < 2) return undefined;
  return {
    status: "warning",
    reason: `They are of several versions: ${versions.join(", ")}`,
    cure: "Bring all of them to one version; a mixture is for the time of an update alone.",
  };
};

/** So many failures in a row are no accident. */
const manyFailures = 3;
const latelyMs = 10 * 60_000;

/** Loops of this node: whether one keeps failing. */
export const loopsHealth = (status: () => readonly LoopStatus[], now: () => Date): HealthPart => ({
  name: "loops",
  title: "Loops",
  check(): Condition {
    const loops = status();
    const failing = loops.filter(
      ({ state, inARow, lastErrorAt }) =>
        inARow >= manyFailures &&
        (state === "restarting" || now().getTime() - (lastErrorAt?.getTime() ?? 0) < latelyMs),
    );
    const facts = Object.fromEntries(failing.map((loop) => [loop.name, failureOf(loop)]));
    const [worst] = failing;
    if (worst === undefined)
      return { status: "ok", reason: `${loops.filter(({ state }) => state === "running").length} running` };
    const restarting = failing.filter(({ state }) => state === "restarting");
    const [down] = restarting.toSorted((a, b) => Number(a.dispensable) - Number(b.dispensable));
    return {
      status: restarting.some(({ dispensable }) => !dispensable) ? "failing" : "warning",
      reason:
        down === undefined
          ? `${worst.name} failed lately, and runs again`
          : `${down.name} keeps failing, and is started again and again`,
      cure: "Its last error is said below and under Nodes; the log tells more.",
      facts,
    };
  },
});

const failureOf = ({ failures, lastError }: LoopStatus): string =>
  `failed ${failures} times, last by: ${lastError ?? "nothing known"}`;
