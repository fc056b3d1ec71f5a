import { type Restart, type restartAgent, restartRequested } from "@signalbox/contract/restarts";
import type { BodyOf } from "@signalbox/contract/route";
import { newId } from "../../../kernel/ids.ts";
import { isUniqueViolation } from "../../../platform/database/errors.ts";
import { createTargets, whyNot } from "../ending/target.ts";
import { launchErrors } from "../launches.errors.ts";
import { countOpenLaunches } from "../launches.repository.ts";
import type { LaunchedBy } from "../launches.service.ts";
import { lastLaunchOf, refuseOthers, refuseSameMinute, resumptionOf } from "../opening/resumption.ts";
import type { LaunchesOptions } from "../options.ts";
import { presentRestart, tellRestart } from "./restart-log.ts";
import {
  findOpenRestartOf,
  findRestart,
  findRestartByKey,
  insertRestart,
  type NewRestart,
  type RestartRow,
} from "./restarts.repository.ts";

export interface RestartService {
  /** Writes it down, where all that can be known of its going well is; it is carried out by the node's loop. */
  restart(agentId: string, wish: BodyOf<typeof restartAgent>, by: LaunchedBy): Promise<Restart>;
  /** @throws AppError `launches.no_restart` */
  get(id: string): Promise<Restart>;
}

export const createRestartService = (options: LaunchesOptions, bell: { ring(): void }): RestartService => {
  const { db, agents, audit, clock, places, rules } = options;
  const targets = createTargets(options);
  const tell = tellRestart(options);

  /** The process that is meant, and the tmux server that it is in. @throws AppError where it could not go on after its end */
  const meantOf = async (agentId: string) => {
    const agent = await agents.agent(agentId);
    refuseOthers(agent, options);
    if (agent.endedAt !== null) throw launchErrors.alreadyEnded();
    const last = await lastLaunchOf(agent, options);
    // One that was gone on with by hand since is in a person's terminal.
    const mode = last?.ended_at === null ? last.mode : "terminal";
    const { adapter, headless } = await resumptionOf(agent, mode, options);
    refuseSameMinute(agent, { adapter, headless, last, now: clock.now() });
    // Its own start makes room for the next one.
    const isOwn = last?.ended_at === null;
    if (!isOwn && (await countOpenLaunches(db.read, places.hostId())) >= rules.most)
      throw launchErrors.tooMany(rules.most);
    // A CLI keeps no session that nobody said anything in.
    if (agent.title === null && (await agents.lastPrompt(agentId)) === null)
      throw launchErrors.notResumable("Nothing was asked of it yet: there is no session to go on with");
    const target = await targets.find(agent);
    const why = whyNot(agent, target, places.hostId());
    if (why !== null || target.process === null) throw launchErrors.noProcess(why ?? "");
    return { ...target.process, socket: target.pane?.socket ?? null, projectId: agent.projectId };
  };

  const write = async (wish: NewRestart, by: LaunchedBy, projectId: string | null) => {
    const { name: _, ...cause } = by;
    return db.transaction(async (tx) => {
      const stored = await insertRestart(tx, wish);
      if (stored === undefined) return undefined;
      tell(tx, restartRequested, stored, projectId);
      const subject = { kind: "agent", id: wish.agentId };
      const detail = { force: wish.force };
      await audit.record(tx, { ...cause, action: "agent.restart_requested", subject, detail });
      return stored;
    });
  };

  return {
    async restart(agentId, { key, force }, by) {
      const before = await findRestartByKey(db.read, key);
      if (before !== undefined) return presentRestart(sameRestart(before, agentId));
      if ((await findOpenRestartOf(db.read, agentId)) !== undefined) throw launchErrors.restartingAlready();
      const { pid, birth, socket, projectId } = await meantOf(agentId);
      const wish = {
        ...{ id: newId(), hostId: places.hostId(), agentId, key, force, pid, birth, socket },
        ...{ by: { actor: by.actor, name: by.name, correlationId: by.correlationId }, at: clock.now() },
      };
      const stored = await write(wish, by, projectId).catch((error: unknown) => {
        if (!isUniqueViolation(error)) throw error;
        return undefined;
      });
      bell.ring();
      const row = stored ?? (await findRestartByKey(db.read, key));
      // Two at once: the database let one of them be.
      if (row === undefined) throw launchErrors.restartingAlready();
      return presentRestart(sameRestart(row, agentId));
    },
    async get(id) {
      const row = await findRestart(db.read, id);
      if (row === undefined) throw launchErrors.noRestart(id);
      return presentRestart(row);
    },
  };
};

function sameRestart(row: RestartRow, agentId: string): RestartRow {
  if (row.agent_id !== agentId) throw launchErrors.restartKeyReused();
  return row;
}
