import { type Agents, createAgents } from "../modules/agents/index.ts";
import { type Answers, createAnswers } from "../modules/answers/index.ts";
import type { Auth } from "../modules/auth/index.ts";
import { Drivers } from "../modules/drivers/index.ts";
import type { Hooks } from "../modules/hooks/index.ts";
import type { LaunchesModule } from "../modules/launches/index.ts";
import type { Liveness } from "../modules/liveness/index.ts";
import type { Organisation } from "../modules/organisation/index.ts";
import type { PricesModule } from "../modules/prices/index.ts";
import type { Projects } from "../modules/projects/index.ts";
import { createTerminals, type Terminals } from "../modules/terminals/index.ts";
import type { EventLog } from "../platform/events/events.ts";
import type { Connections } from "../platform/http/streams/connections.ts";
import type { Orders } from "../platform/nodes/orders/orders.ts";
import type { SqliteReader } from "../platform/sqlite/sqlite-reader.ts";
import { hearsHooks } from "./hears-hooks.ts";
import { launchesOver } from "./launches.ts";
import { livenessOf } from "./liveness.ts";
import type { Platform } from "./platform.ts";

interface Around {
  events: EventLog;
  auth: Pick<Auth, "api" | "gate">;
  projects: Pick<Projects, "api">;
  organisation: Pick<Organisation, "api">;
  hooks: Pick<Hooks, "api">;
  storeReader: SqliteReader;
  connections: Connections;
  orders: Orders;
  prices: Pick<PricesModule, "api">;
}

interface OfAgents {
  agents: Agents;
  answers: Answers;
  liveness: Liveness;
  terminals: Terminals;
  launches: LaunchesModule;
}

/** Agents, what people answer to them, how they live, what starts and ends them, and their terminals: each needs others. */
export function agentsOver(
  platform: Platform,
  { events, auth, projects, organisation, hooks, storeReader, connections, orders, prices }: Around,
): OfAgents {
  const { config, db, clock, log, metrics, tracing } = platform;
  const shared = { db, events, clock, audit: auth.api.audit };
  const hears = hearsHooks(config);
  const agents = createAgents({
    ...shared,
    log: log.child({ part: "agents" }),
    ...{ metrics, tracing, costOf: prices.api.costOf },
    placeOf: (cwd, { correlationId }) => projects.api.placeOf(cwd, correlationId),
    hostId: projects.api.hostId,
    familyOf: projects.api.familyOf,
    testHeard: hooks.api.testHeard,
    processSeen: () => liveness.processSeen(),
    ...{ hears, stores: config.cliStores, storeReader },
    hold: (hook) => answers.api.hold(hook),
  });
  const answers = createAnswers({
    ...shared,
    log: log.child({ part: "answers" }),
    agents: agents.api,
    refuseWatchedAgent: auth.api.refuseWatchedAgent,
    panes: { of: (agentId) => liveness.api.paneToTypeIn(agentId) },
    node: config.databaseUrl === undefined ? null : platform.node,
    orders,
    owned: { of: (agentId) => drivers.ofAgent(agentId) },
  });
  const drivers = new Drivers({
    ...{ path: config.path, log: log.child({ part: "drivers" }) },
    onDone: (doing) => agents.api.toldOver(doing),
    onQuestion: (question) =>
      void answers.api
        .askOver(question)
        .catch((error: unknown) => log.error({ err: error }, "what an agent asks is not taken in")),
  });
  const liveness = livenessOf(platform, agents, hears);
  const terminals = createTerminals({
    ...{ db, connections, log: log.child({ part: "terminals" }), path: config.path },
    gate: auth.gate,
    audit: auth.api.audit,
    agents: agents.api,
    panes: liveness.api,
    machineOf: async (agentId) => {
      const { hostId, endedAt } = await agents.api.agent(agentId);
      if (endedAt !== null || hostId === projects.api.hostId()) return null;
      return (await orders.nodesAt(hostId))[0]?.hostName ?? null;
    },
    refuseWatchedAgent: auth.api.refuseWatchedAgent,
  });
  const launches = launchesOver(platform, {
    events,
    auth,
    projects,
    organisation,
    agents,
    drivers,
    orders,
    hears,
  });
  return { agents, answers, liveness, terminals, launches };
}
