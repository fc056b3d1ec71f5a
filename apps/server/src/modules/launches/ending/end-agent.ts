import { setTimeout as pause } from "node:timers/promises";
import type { Agent } from "@signalbox/contract/agents";
import {
  type AgentTerminal,
  type Ending,
  type EndReport,
  endings,
  endOutlasted,
  endRequested,
} from "@signalbox/contract/launches";
import { newEvent } from "../../../platform/events/events.ts";
import type { Cause } from "../../../platform/http/http.ts";
import { adapterOf } from "../../backends/index.ts";
import { launchErrors } from "../launches.errors.ts";
import { isFolder } from "../opening/folders.ts";
import type { LaunchesOptions } from "../options.ts";
import { attachCommand } from "../present-launch.ts";
import { findOpenRestartOf } from "../restarting/restarts.repository.ts";
import { descendantsOf, groupFor } from "./strike.ts";
import { createTargets, type EndTarget, type TargetProcess, whyNot, whyNotGently } from "./target.ts";

export interface EndService {
  /** @throws AppError `agents.not_found`, `launches.already_ended`, `launches.no_process`, `launches.no_way` */
  end(agentId: string, how: Ending, by: Cause): Promise<EndReport>;
  /** @throws AppError `agents.not_found` */
  terminal(agentId: string): Promise<AgentTerminal>;
}

/** How long each step is given before the next one is offered. */
const deadlinesMs: Record<Ending, number> = { gently: 10_000, firmly: 6_000, hard: 3_000 };
/** A key that did not end it was for something else: an interrupted answer, an emptied input. */
const betweenKeysMs = 1_500;
const lookEveryMs = 50;

export const createEndService = (options: LaunchesOptions): EndService => {
  const { agents, places, db, events, audit, clock, rules } = options;
  const targets = createTargets(options);
  const steps = createSteps(options, targets.isThere);
  const noGentleWay = (agent: Agent, target: EndTarget) =>
    options.drivers.ofLaunch(target.launch?.id ?? "") === null ? whyNotGently(agent, target) : null;

  const tell = (
    agent: Agent,
    how: Ending,
    { by, definition }: { by: Cause; definition: typeof endRequested | typeof endOutlasted },
  ) =>
    db.transaction(async (tx) => {
      const subject = { kind: "agent", id: agent.id };
      const { actor, correlationId } = by;
      const context = {
        at: clock.now(),
        actor,
        subject,
        correlationId,
        projectId: agent.projectId,
        agentId: agent.id,
      };
      events.append(tx, newEvent(definition, context, { how }));
      if (definition !== endRequested) return;
      await audit.record(tx, { ...by, action: "agent.end_requested", subject, detail: { how } });
    });

  return {
    async end(agentId, how, by) {
      const agent = await agents.agent(agentId);
      if (agent.endedAt !== null) throw launchErrors.alreadyEnded();
      const target = await targets.find(agent);
      const why = whyNot(agent, target, places.hostId());
      if (why !== null || target.process === null) throw launchErrors.noProcess(why ?? "");
      const noWay = how === "gently" ? noGentleWay(agent, target) : null;
      if (noWay !== null) throw launchErrors.noWay(noWay);
      await tell(agent, how, { by, definition: endRequested });
      const began = performance.now();
      const { did, gone } = await steps[how](agent, target, target.process);
      if (!gone) await tell(agent, how, { by, definition: endOutlasted });
      const next = gone ? null : (endings[endings.indexOf(how) + 1] ?? null);
      return { how, gone, did, next, waitedMs: Math.round(performance.now() - began) };
    },
    async terminal(agentId) {
      const agent = await agents.agent(agentId);
      const target = await targets.find(agent);
      const unreachable = agent.endedAt === null ? whyNot(agent, target, places.hostId()) : "It has ended";
      return {
        agentId,
        launchId: target.launch?.id ?? null,
        restartId: (await findOpenRestartOf(db.read, agentId))?.id ?? null,
        headless: target.launch?.mode === "headless",
        attach: target.pane && {
          ...target.pane,
          command: attachCommand(target.pane.socket, target.pane.session, rules.usualSocket),
        },
        endsGently: unreachable === null && noGentleWay(agent, target) === null,
        unreachable,
        resumable:
          agent.endedAt !== null &&
          agent.parentId === null &&
          agent.hostId === places.hostId() &&
          agent.cwd !== null &&
          (await isFolder(agent.cwd)),
      };
    },
  };
};

type Step = (
  agent: Agent,
  target: EndTarget,
  process: TargetProcess,
) => Promise<{ did: string; gone: boolean }>;

const createSteps = (
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
  const send = async (agent: Agent, process: TargetProcess, signal: NodeJS.Signals): Promise<string> => {
    const group = await groupFor(process, agent.backend, options);
    if (!(await isThere(process))) return "nothing: it was gone";
    groups.signal(group === null ? { pid: process.pid } : { group }, signal);
    return `sent ${signal} to ${group === null ? `process ${process.pid}` : `process group ${group}`}`;
  };

  const press = async (keys: readonly string[], { pane }: EndTarget, process: TargetProcess) => {
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
    async gently(agent, target, process) {
      const owned = target.launch === null ? null : drivers.ofLaunch(target.launch.id);
      if (owned !== null) {
        await owned.end();
        return { did: "closed its input", gone: await goneWithin(process, deadlinesMs.gently) };
      }
      const leaves = adapterOf(agent.backend)?.launching.leaves ?? { by: "signal", signal: "SIGINT" };
      if (leaves.by === "keys") return press(leaves.keys, target, process);
      const did = await send(agent, process, leaves.signal);
      return { did, gone: await goneWithin(process, deadlinesMs.gently) };
    },
    async firmly(agent, _target, process) {
      const did = await send(agent, process, "SIGTERM");
      return { did, gone: await goneWithin(process, deadlinesMs.firmly) };
    },
    async hard(agent, _target, process) {
      const children = await descendantsOf(process, options);
      const did = await send(agent, process, "SIGKILL");
      const gone = await goneWithin(process, deadlinesMs.hard);
      // What it started, and would now be nobody's.
      for (const { pid, birth } of children)
        if (await isThere({ pid, birth })) groups.signal({ pid }, "SIGKILL");
      return { did: `${did}, and to the ${children.length} that it had started`, gone };
    },
  };
};
