import { homedir } from "node:os";
import { AppError } from "../kernel/errors.ts";
import { randomShare } from "../kernel/ids.ts";
import { createAccounts } from "../modules/accounts/index.ts";
import type { Auth } from "../modules/auth/index.ts";
import { createBots } from "../modules/bots/index.ts";
import { createBudgets } from "../modules/budgets/index.ts";
import { createExecutions } from "../modules/executions/index.ts";
import { createGitHub, type GitHubApi } from "../modules/github/index.ts";
import type { Hooks } from "../modules/hooks/index.ts";
import { cleanEnvironment } from "../modules/launches/index.ts";
import { createOutcomes, type TellPeople, type Workspaces } from "../modules/outcomes/index.ts";
import type { PricesModule } from "../modules/prices/index.ts";
import { createPrograms } from "../modules/programs/index.ts";
import type { Projects } from "../modules/projects/index.ts";
import { createTriggers, type GithubAsk } from "../modules/triggers/index.ts";
import { createWorkspaces, type WorkspacesApi } from "../modules/workspaces/index.ts";
import type { EventLog } from "../platform/events/events.ts";
import { createOutbound } from "../platform/outbound/outbound.ts";
import { openVault } from "../platform/vault/vault.ts";
import type { Platform } from "./platform.ts";

interface Around {
  events: EventLog;
  auth: Pick<Auth, "api">;
  projects: Pick<Projects, "api">;
  hooks: Pick<Hooks, "api">;
  prices: Pick<PricesModule, "api">;
  tell: TellPeople;
}

/** Bots, and what runs them: on each node that works, with the CLIs of its machine. */
export function botsOver(
  { config, db, clock, log, origin }: Platform,
  { events, auth, projects, hooks, prices, tell }: Around,
) {
  const { audit, refuseWatchedAgent } = auth.api;
  const { home, path } = config;
  const shared = { db, events, clock, audit, refuseWatchedAgent };
  const logOf = (part: string) => ({ log: log.child({ part }) });
  const [vault, outbound] = [openVault(config.vault), createOutbound({ allowed: config.outboundNetworks })];
  const places = { hostId: projects.api.hostId, project: projects.api.get };
  const environment = { HOME: homedir(), ...config.launches.environment };
  const runs = config.role !== "api" && !config.demo;
  const github = createGitHub({ ...shared, vault, outbound });
  const programs = createPrograms(shared);
  const accounts = createAccounts({
    ...{ ...shared, vault, hostId: projects.api.hostId, programs: programs.api },
    rules: { path, environment: cleanEnvironment(environment) },
    // What waits is looked at a little later anyway.
    freed: () =>
      executions.api
        .lookAgain()
        .catch((error: unknown) => log.warn({ err: error }, "nobody was woken for an account")),
  });
  const workspaces = createWorkspaces({
    ...{ ...shared, ...logOf("workspaces"), places, runs },
    rules: { home, path, environment, ...config.workspaces },
    credentials: ({ repository }) => github.api.gitCredential(repository),
    mayRelease: async (id) => (await outcomes.api.of(id)).every(({ state }) => state !== "pending"),
  });
  const executions = createExecutions({
    ...{ ...shared, ...logOf("executions"), places, runs, workspaces: workspaces.api },
    outcomes: {
      writeDown: (tx, execution) => outcomes.api.writeDown(tx, execution),
      of: (executionId) => outcomes.api.of(executionId),
    },
    ...{ accounts: accounts.api, programs: programs.api, chance: randomShare },
    refuseDisabled: (botId) => bots.api.refuseDisabled(botId),
    ...{ costOf: prices.api.costOf, hookSettings: hooks.api.ownSettings },
    budgets: {
      refuses: (tx, execution) => budgets.api.refuses(tx, execution),
      holds: (tx) => budgets.api.holds(tx),
      spentAccounts: (tx) => budgets.api.spentAccounts(tx),
      moreTaken: () => budgets.api.moreTaken(),
    },
    rules: { home, path, most: config.executions, environment },
  });
  const budgets = createBudgets({
    ...{ ...shared, executions: executions.api },
    project: async (id) => (await projects.api.get(id)).name,
    bot: async (id) => (await bots.api.get(id)).content.name,
    ...{ account: accounts.api.nameOf, user: auth.api.userName },
  });
  const bots = createBots({
    ...{ ...shared, ...logOf("bots"), executions: executions.api, places, runs, origin },
    repositories: workspaces.api,
    programs: programs.api,
  });
  const outcomes = createOutcomes({
    ...{ ...shared, ...logOf("outcomes"), vault, outbound, origin, runs, github: github.api, tell },
    ...{ bots: bots.api, executions: executions.api, workspaces: leftIn(workspaces.api) },
    ...{ hostId: projects.api.hostId, chance: randomShare },
  });
  const triggers = createTriggers({
    ...{ ...shared, ...logOf("triggers"), origin, vault, outbound, places, runs, github: askOf(github.api) },
    bots: { ...bots.api, preview: previewOf(bots.api), ...startedIn(executions.api) },
  });
  const modules = [programs, accounts, executions, budgets, workspaces, bots, github, outcomes, triggers];
  return {
    ...{ api: executions.api, bots: bots.api, services: executions.services, reactions: triggers.reactions },
    retained: workspaces.retained,
    loops: [executions, budgets, workspaces, bots, outcomes, triggers].flatMap((module) => module.loops),
    routes: modules.flatMap((module) => module.routes),
  };
}

const previewOf =
  ({ preview }: ReturnType<typeof createBots>["api"]) =>
  (
    { prompt, variables }: { prompt: string; variables: Parameters<typeof preview>[1] },
    values: Record<string, string>,
  ) =>
    preview(prompt, variables, values);

const startedIn = ({ waiting, correlated, startedBy }: ReturnType<typeof createExecutions>["api"]) => ({
  waiting,
  correlated,
  startedBy,
});

/** What starts bots asks of GitHub. */
const askOf = ({ login, permissionOf, changedFiles }: GitHubApi): GithubAsk => ({
  login,
  mayWrite: async (repository, person) => ["admin", "write"].includes(await permissionOf(repository, person)),
  paths: async (repository, number) => (await changedFiles(repository, number)).files.map(({ path }) => path),
});

/** What outcomes make of the folders that executions worked in. */
const leftIn = ({ changes, commitAll, push, release }: WorkspacesApi): Workspaces => ({
  async changes(executionId) {
    const found = await changes(executionId);
    if (found === null) return null;
    const lines = found.files.map(
      ({ path, added, removed }) => `${path} +${added ?? "?"} -${removed ?? "?"}`,
    );
    return { files: found.files.map(({ path }) => path), ahead: found.ahead, diffstat: lines.join("\n") };
  },
  async commitAll(executionId, commit) {
    await commitAll(executionId, commit);
  },
  async push(executionId, to) {
    const pushed = await push(executionId, to);
    if (pushed === null)
      throw new AppError("conflict", "workspaces.nothing_committed", "It committed nothing");
    return pushed;
  },
  async release(executionId) {
    await release(executionId);
  },
});
