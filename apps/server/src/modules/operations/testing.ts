import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { routes } from "@signalbox/contract/routes";
import { systemClock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import type { Service } from "../../kernel/module.ts";
import { clockHealth, databaseHealth } from "../../platform/database/database-health.ts";
import type { TestDatabase } from "../../platform/database/testing.ts";
import { eventLogHealth, reactionHealth } from "../../platform/events/event-health.ts";
import { createEventHistory } from "../../platform/events/event-history.ts";
import { createEventLog } from "../../platform/events/event-log.ts";
import { diskHealth, memoryHealth } from "../../platform/health/machine-health.ts";
import { createConnections } from "../../platform/http/streams/connections.ts";
import { aServer, bearer, silentLog, unreached, wordGate } from "../../platform/http/testing.ts";
import { createAgents } from "../agents/index.ts";
import { createAttention } from "../attention/index.ts";
import type { Audit } from "../auth/index.ts";
import { createProjects, projectRules } from "../projects/index.ts";
import { createOperations } from "./operations.module.ts";

const operator = { ...bearer("read,operate,signals:write"), "content-type": "application/json" };

/** A listening server with the real board and the real operations on a real database. */
export const aBox = async (db: TestDatabase) => {
  const home = await mkdtemp(join(tmpdir(), "signalbox-operations-"));
  const events = createEventLog({ db, log: silentLog });
  const history = createEventHistory(db.read);
  const audited: Parameters<Audit["record"]>[1][] = [];
  const platform = { db, events, clock: systemClock, log: silentLog };
  const projects = createProjects({
    audit: { record: async () => {} },
    ...platform,
    history,
    home,
    rules: projectRules({ userHome: "/home/ada", temporaryFolder: tmpdir(), configurationFolders: [] }),
    countsOf: (ids) => agents.api.countByProject(ids),
  });
  const agents = createAgents({
    ...platform,
    placeOf: (cwd) => projects.api.placeOf(cwd),
    hostId: projects.api.hostId,
    testHeard: () => {},
    audit: { record: async (_tx, entry) => void audited.push(entry) },
  });
  const { namesOf } = projects.api;
  const attention = createAttention({
    ...platform,
    agents: agents.api,
    namesOf,
    waysTo: async () => new Map(),
    version: "1.2.3",
    demo: false,
  });
  const connections = createConnections(systemClock);
  const operations = createOperations({
    ...{ ...platform, history, agents: agents.api, namesOf, isUp: () => true, version: "1.2.3" },
    parts: [
      databaseHealth(db, systemClock, true),
      eventLogHealth(db, systemClock),
      reactionHealth(db),
      clockHealth(db, systemClock),
      diskHealth(home),
      memoryHealth(),
    ],
    audit: { record: async (_tx, entry) => void audited.push(entry) },
    connections,
    nodeId: newId(),
    report: () => ({ loops: [], connections: [] }),
    clis: async () => [],
    checkedHooks: async () => [],
  });
  const own = [projects, agents, attention, operations].flatMap((module) => module.routes);
  const services: Service[] = [events, projects.service, ...agents.services, ...operations.services];
  for (const service of services) await service.start?.();
  const server = await aServer({ gate: wordGate(), routes: [...own, ...unreached(routes, own)] });

  const ask = (path: string, method = "GET", body?: unknown) =>
    server.ask(path, {
      method,
      headers: operator,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    db,
    log: events,
    ask,
    connections,
    /** What was written into the audit log. */
    audited,
    /** What a route answers, as it is declared to. */
    read: async <T>(path: string, reply: { parse(value: unknown): T }): Promise<T> =>
      reply.parse((await ask(path)).json()),
    /** Sends a hook; it is committed when this resolves. */
    hear: async (payload: unknown) => {
      const answer = await ask("/hooks/claude", "POST", payload);
      if (answer.status !== 202) throw new Error(answer.text);
    },
    newest: async () => (await events.range()).newest,
    stop: async () => {
      await server.stop();
      for (const service of services.reverse()) await service.stop?.();
      await rm(home, { recursive: true });
    },
  };
};
