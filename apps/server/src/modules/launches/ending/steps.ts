import { setTimeout as pause } from "node:timers/promises";
import type { Backend } from "@signalbox/contract/common";
import type { Ending } from "@signalbox/contract/launches";
import { adapterOf } from "../../backends/index.ts";
import type { LaunchesOptions } from "../options.ts";
import { descendantsOf, groupFor } from "./strike.ts";
import type { StepTarget, TargetProcess } from "./target.ts";

/** How long each step is given before the next one is offered. */
const deadlinesMs: Record<Ending, number> = { gently: 10_000, firmly: 6_000, hard: 3_000 };
/** A key that did not end it was for something else: an interrupted answer, an emptied input. */
const betweenKeysMs = 1_500;
const lookEveryMs = 50;

type Step = (backend: Backend, target: StepTarget) => Promise<{ did: string; gone: boolean }>;

export const createSteps = (
  options: LaunchesOptions,
  isThere: (process: TargetProcess) => Promise<boolean>,
): Record<Ending, Step> => {
  const { sessions, groups, stopping, drivers } = options;

  const goneWithin = async (process: TargetProcess, ms: number): Promise<boolean> => {
    const until = performance.now() + ms;
    while (await isThere(process)) {
      if (performance.now() >= until) return false;
      await pause(lookEveryMs, undefined, { signal: stopping });
    }
    return true;
  };

  /** Looked at once more right before: a number may be another process's by now. */
  const send = async (backend: Backend, process: TargetProcess, signal: NodeJS.Signals): Promise<string> => {
    const group = await groupFor(process, backend, options);
    if (!(await isThere(process))) return "nothing: it was gone";
    groups.signal(group === null ? { pid: process.pid } : { group }, signal);
    return `sent ${signal} to ${group === null ? `process ${process.pid}` : `process group ${group}`}`;
  };

  const press = async (keys: readonly string[], { pane, process }: StepTarget) => {
    for (const [n, key] of keys.entries()) {
      if (pane === null) break;
      await sessions.press(pane.socket, pane.pane, key);
      const isLast = n === keys.length - 1;
      if (await goneWithin(process, isLast ? deadlinesMs.gently - n * betweenKeysMs : betweenKeysMs))
        return {
          did: `pressed ${key} in pane ${pane.pane} ${n === 0 ? "once" : `${n + 1} times`}`,
          gone: true,
        };
    }
    return { did: `pressed ${keys.join(", ")} in pane ${pane?.pane ?? ""}`, gone: false };
  };

  return {
    async gently(backend, target) {
      const { process, launchId } = target;
      const owned = launchId === null ? null : drivers.ofLaunch(launchId);
      if (owned !== null) {
        await Promise.race([owned.end(), pause(deadlinesMs.gently, undefined, { signal: stopping })]);
        return { did: "closed its input", gone: await goneWithin(process, deadlinesMs.gently) };
      }
      const leaves = adapterOf(backend)?.launching.leaves ?? { by: "signal", signal: "SIGINT" };
      if (leaves.by === "keys") return press(leaves.keys, target);
      const did = await send(backend, process, leaves.signal);
      return { did, gone: await goneWithin(process, deadlinesMs.gently) };
    },
    async firmly(backend, { process }) {
      const did = await send(backend, process, "SIGTERM");
      return { did, gone: await goneWithin(process, deadlinesMs.firmly) };
    },
    async hard(backend, { process }) {
      const children = await descendantsOf(process, options);
      const did = await send(backend, process, "SIGKILL");
      const gone = await goneWithin(process, deadlinesMs.hard);
      // What it started, and would now be nobody's.
      for (const { pid, birth } of children)
        if (await isThere({ pid, birth })) groups.signal({ pid }, "SIGKILL");
      return { did: `${did}, and to the ${children.length} that it had started`, gone };
    },
  };
};
