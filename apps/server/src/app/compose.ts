import { existsSync, realpathSync } from "node:fs";
import { homedir, hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { ownKeyNames } from "@signalbox/contract/auth";
import type { Service } from "../kernel/module.ts";
import { createAdmin } from "../modules/admin/index.ts";
import { createAuth, type KeyFile } from "../modules/auth/index.ts";
import { createHooks } from "../modules/hooks/index.ts";
import { createOrganisation } from "../modules/organisation/index.ts";
import { createPrices } from "../modules/prices/index.ts";
import { createProjects, projectRules } from "../modules/projects/index.ts";
import { createEventHistory } from "../platform/events/event-history.ts";
import { createEventLog } from "../platform/events/event-log.ts";
import type { MountedRoute } from "../platform/http/http.ts";
import { referenceRoutes } from "../platform/http/reference/reference.routes.ts";
import { createConnections } from "../platform/http/streams/connections.ts";
import { type EventRoutesOptions, eventRoutes } from "../platform/http/streams/event.routes.ts";
import { createJobQueue } from "../platform/jobs/job-queue.ts";
import { logRoutes } from "../platform/logging/log.routes.ts";
import { logFileIn } from "../platform/logging/log-file.ts";
import { createLogReader } from "../platform/logging/log-reader.ts";
import { spareMemory } from "../platform/memory/spare-memory.ts";
import { metricsRoutes } from "../platform/metrics/metrics.routes.ts";
import { findProgram, runProgram } from "../platform/processes/run-program.ts";
import { SqliteReader } from "../platform/sqlite/sqlite-reader.ts";
import { agentsOver } from "./agents.ts";
import { inBackground } from "./background.ts";
import { betweenNodes, betweenOrders } from "./between-nodes.ts";
import { botsOver } from "./bots.ts";
import type { Config } from "./config.ts";
import { describedTables } from "./described-tables.ts";
import { hearsHooks } from "./hears-hooks.ts";
import { importsOver } from "./imports.ts";
import { operationsOver } from "./operations.ts";
import type { Platform } from "./platform.ts";
import { subscribersOver } from "./subscribers.ts";
import { tellersOver } from "./tellers.ts";

/** Every module in the order of their dependencies: the table of contents. Opens no port. */
export function compose(platform: Platform) {
  const { config, db, clock, log, metrics, tracing, origin } = platform;
  const logOf = (part: string) => log.child({ part });
  const history = createEventHistory(db.read);
  const connections = createConnections(clock);
  const between = betweenNodes({ config, db, log: logOf("events"), node: platform.node.id });
  const events = createEventLog({ db, log: logOf("events"), metrics, tracing, wakeUps: between.wakeUps });
  const shared = { db, events, clock };
  const orders = betweenOrders(platform, events);
  const auth = createAuth({
    ...shared,
    log: logOf("auth"),
    adminKey: config.adminKey,
    identity: config.identity,
    origin,
    watchedPids: async () =>
      new Set([...(await agents.api.watchedPids()), ...(await bots.api.runningPids())]),
  });
  const projects = createProjects({
    home: config.home,
    ...shared,
    ...{ log: logOf("projects"), audit: auth.api.audit, history },
    rules: rulesOf(config),
    countsOf: (projectIds) => agents.api.countByProject(projectIds),
  });
  const { audit, refuseWatchedAgent } = auth.api;
  const organisation = createOrganisation({ ...shared, audit, refuseWatchedAgent });
  const hooks = createHooks({
    ...shared,
    ...hooksOf(config),
    audit: auth.api.audit.record,
    hearing: { lastHeard: (backend, since) => agents.api.lastHeard(backend, since) },
  });
  const storeReader = new SqliteReader();
  const prices = createPrices({ db, clock, audit, refuseWatchedAgent, log: logOf("prices") });
  const { agents, answers, liveness, terminals, launches } = agentsOver(platform, {
    ...{ events, auth, projects, organisation, hooks, prices, storeReader, connections, orders },
  });
  const bots = botsOver(platform, {
    ...{ events, auth, projects, hooks, prices, tell: (told) => notifications.tell(told) },
  });
  const ofAgents = [answers, liveness, launches, bots];
  const queue = createJobQueue(platform);
  const { attention, notifications } = tellersOver(platform, {
    ...{ auth, answers, agents, projects, organisation, events, queue },
  });
  const tellers = [notifications, subscribersOver(platform, { events, auth, projects, bots })];
  const admin = createAdmin({ db, clock, audit: auth.api.audit.record, tables: describedTables });
  const { feed, loops } = between.feedOf(events);
  const background = inBackground(platform, events, {
    feed,
    loops: [...loops, ...[auth, hooks, ...ofAgents, orders, ...tellers].flatMap((module) => module.loops)],
    reactions: [attention, bots, ...tellers].flatMap((module) => module.reactions),
    ...{ connections, queue, takesOrders: orders.takenAt(projects.api.hostId) },
  });
  const spine = { events, history, connections };
  const operations = operationsOver(platform, {
    ...{ ...spine, agents, hooks, projects, background, audit, storeReader },
    betweenNodes: between.health,
    retained: bots.retained,
  });
  const imports = importsOver(platform, { prices, projects, audit, events, storeReader, queue });
  const jobs = [hooks, imports, notifications, operations].flatMap((module) => module.jobs);
  const worker = background.worker(jobs);

  const services: Service[] = [events, ...auth.services, ...prices.services, projects.service];
  services.push(background.heart, hooks.service, ...agents.services, ...answers.services);
  services.push(terminals.service, ...orders.services, ...launches.services, ...bots.services);
  services.push(...background.services, worker, imports.service, ...operations.services, spareMemory());
  const watching = [auth, projects, organisation, hooks, agents, ...ofAgents, terminals];
  const modules = [...watching, prices, imports, attention, ...tellers, admin, operations];
  const routes = [
    ...modules.flatMap((module) => module.routes),
    ...platformRoutes(platform, { ...spine, log: logOf("streams"), gate: auth.gate }),
  ];
  return { services, whileUp: orders.whileUp, routes, events, auth, hooks, heart: background.heart };
}

/** What the platform itself serves: the event log, what the node tells of itself, and the API's own pages. */
const platformRoutes = (
  { config, metrics, tracing }: Platform,
  { gate, ...follow }: EventRoutesOptions,
): MountedRoute[] => [
  ...eventRoutes({ ...follow, gate, metrics, tracing }),
  ...metricsRoutes(metrics),
  ...logRoutes(createLogReader({ path: logFileIn(config.home) })),
  ...referenceRoutes({ gate, version: config.version }),
];

/** What hooks need to know of this machine. */
const hooksOf = (config: Config) => ({
  ...{ home: config.home, cliFolders: config.cliFolders, role: config.role, hears: hearsHooks(config) },
  programs: programs(config.path),
});

/** As agents in them are told where they are: links followed. */
const worktreeFoldersIn = (home: string): string[] =>
  [...new Set([home, existsSync(home) ? realpathSync(home) : home])].map((folder) =>
    join(folder, "worktrees"),
  );

const rulesOf = ({ cliFolders, home }: Config) =>
  projectRules({
    userHome: homedir(),
    temporaryFolder: tmpdir(),
    configurationFolders: [...Object.values(cliFolders), home],
    worktreeFolders: worktreeFoldersIn(home),
  });

/** Keys that programs of ours find in files: the CLI's, and the one every hook carries. */
export const keyFiles = (home: string): KeyFile[] => [
  { host: hostname(), path: join(home, "cli.key"), name: ownKeyNames.cli, scopes: ["read", "operate"] },
  {
    host: hostname(),
    path: join(home, "hook", "key"),
    name: ownKeyNames.hooks,
    scopes: ["signals:write"],
    prefix: "Authorization: Bearer ",
  },
];

const programs = (path: string) => ({
  find: (name: string) => findProgram(name, path),
  run: (file: string, args: readonly string[], input?: string) =>
    runProgram({
      file,
      args,
      env: { PATH: path },
      timeoutMs: 5_000,
      ...(input === undefined ? {} : { input }),
    }),
});
