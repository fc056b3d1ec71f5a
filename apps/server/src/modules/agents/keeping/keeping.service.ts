import { agentArchived, agentErased, agentPersonaGiven } from "@signalbox/contract/agent-records";
import type { Clock } from "../../../kernel/clock.ts";
import type { Db } from "../../../platform/database/database.ts";
import { type EventLog, newEvent } from "../../../platform/events/events.ts";
import type { Cause } from "../../../platform/http/http.ts";
import type { Audit } from "../../auth/index.ts";
import { agentErrors } from "../agents.errors.ts";
import { type Erased, keepErasure } from "../intake/erasures.ts";
import {
  deleteAgent,
  hasLiveChild,
  holdAgent,
  type KeptAgent,
  setArchived,
  setPersona,
} from "./keeping.repository.ts";

export interface KeepingOptions {
  db: Db;
  events: Pick<EventLog, "append">;
  clock: Clock;
  audit: Audit;
}

/** What is kept of agents by a person's word. Every act on one that is over is audited. */
export interface Keeping {
  /** @throws AppError `agents.not_found`, `agents.live` */
  erase(id: string, options: { force: boolean }, cause: Cause): Promise<void>;
  /** @throws AppError `agents.not_found`, `agents.live` */
  archive(id: string, archived: boolean, cause: Cause): Promise<void>;
  /** Says as whom an agent was started. */
  givePersona(id: string, personaId: string, cause: Cause): Promise<void>;
}

const erasedOf = ({ host_id: hostId, backend, session_id, parent_session_id }: KeptAgent): Erased =>
  parent_session_id === null
    ? { hostId, backend, sessionId: session_id, childId: null }
    : { hostId, backend, sessionId: parent_session_id, childId: session_id };

export const createKeeping = ({ db, events, clock, audit }: KeepingOptions): Keeping => {
  const contextOf = (id: string, { actor, correlationId }: Cause) => ({
    at: clock.now(),
    actor,
    correlationId,
    subject: { kind: "agent", id },
  });
  return {
    erase: (id, { force }, cause) =>
      db.transaction(async (tx) => {
        const agent = await holdAgent(tx, id);
        if (agent === undefined) throw agentErrors.notFound(id);
        if (!force && (agent.ended_at === null || (await hasLiveChild(tx, id)))) throw agentErrors.live(id);
        await deleteAgent(tx, id);
        await keepErasure(tx, erasedOf(agent), clock.now());
        const { backend, session_id: sessionId, title } = agent;
        const subject = { kind: "agent", id };
        await audit.record(tx, {
          ...cause,
          ...{ action: "agent.erased", subject, detail: { backend, sessionId, title, force } },
        });
        const context = { ...contextOf(id, cause), projectId: agent.project_id };
        events.append(tx, newEvent(agentErased, context, {}));
      }),
    archive: (id, archived, cause) =>
      db.transaction(async (tx) => {
        const agent = await holdAgent(tx, id);
        if (agent === undefined) throw agentErrors.notFound(id);
        if (archived && agent.ended_at === null) throw agentErrors.live(id);
        await setArchived(tx, id, archived ? clock.now() : null);
        const action = archived ? "agent.archived" : "agent.brought_back";
        const subject = { kind: "agent", id };
        await audit.record(tx, { ...cause, action, subject, detail: { title: agent.title } });
        const context = { ...contextOf(id, cause), agentId: id, projectId: agent.project_id };
        events.append(tx, newEvent(agentArchived, context, { archived }));
      }),
    givePersona: (id, personaId, cause) =>
      db.transaction(async (tx) => {
        if (!(await setPersona(tx, id, personaId))) return;
        const context = { ...contextOf(id, cause), agentId: id };
        events.append(tx, newEvent(agentPersonaGiven, context, { personaId }));
      }),
  };
};
