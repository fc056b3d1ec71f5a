import type { Agent } from "@signalbox/contract/agents";
import type { Backend } from "@signalbox/contract/common";
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
import { launchErrors } from "../launches.errors.ts";
import { isFolder } from "../opening/folders.ts";
import type { LaunchesOptions } from "../options.ts";
import { attachCommand } from "../present-launch.ts";
import { findOpenRestartOf } from "../restarting/restarts.repository.ts";
import { type LaunchEnder, launchEnder } from "./end-launch.ts";
import { createSteps } from "./steps.ts";
import { createTargets, type EndTarget, type StepTarget, whyNot, whyNotGently } from "./target.ts";

export interface EndService {
  /** @throws AppError `agents.not_found`, `launches.already_ended`, `launches.no_process`, `launches.no_way` */
  end(agentId: string, how: Ending, by: Cause): Promise<EndReport>;
  endLaunch: LaunchEnder;
  /** @throws AppError `agents.not_found` */
  terminal(agentId: string): Promise<AgentTerminal>;
}

export const createEndService = (options: LaunchesOptions): EndService => {
  const { agents, places, db, events, audit, clock, rules } = options;
  const targets = createTargets(options);
  const steps = createSteps(options, targets.isThere);
  const noGentleWay = (agent: Agent, target: EndTarget) =>
    options.drivers.ofLaunch(target.launch?.id ?? "") === null ? whyNotGently(agent, target) : null;
  const take = async (backend: Backend, how: Ending, target: StepTarget): Promise<EndReport> => {
    const began = performance.now();
    const { did, gone } = await steps[how](backend, target);
    const next = gone ? null : (endings[endings.indexOf(how) + 1] ?? null);
    return { how, gone, did, next, waitedMs: Math.round(performance.now() - began) };
  };

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
      const report = await take(agent.backend, how, {
        ...{ pane: target.pane, process: target.process, launchId: target.launch?.id ?? null },
      });
      if (!report.gone) await tell(agent, how, { by, definition: endOutlasted });
      return report;
    },
    endLaunch: launchEnder(options, { take, targetOf: targets.ofLaunch }),
    async terminal(agentId) {
      const agent = await agents.agent(agentId);
      const target = await targets.find(agent);
      const unreachable = agent.endedAt === null ? whyNot(agent, target, places.hostId()) : "It has ended";
      return {
        agentId,
        launchId: target.launch?.id ?? null,
        restartId: (await findOpenRestartOf(db.read, agentId))?.id ?? null,
        headless: target.launch?.mode === "headless" && target.launch.ended_at === null,
        machine: null,
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
