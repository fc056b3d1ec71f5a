import { join } from "node:path";
import type { ExecutionState, ExecutionTarget } from "@signalbox/contract/executions";
import { Outcome } from "@signalbox/contract/outcomes";
import { startFakeGitHub } from "@signalbox/testkit/fake-github/fake-github";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import type { z } from "zod";
import { newId } from "../../kernel/ids.ts";
import type { TestDatabase } from "../../platform/database/testing.ts";
import type { NewEvent } from "../../platform/events/events.ts";
import { allowedNetworks, noNetworks } from "../../platform/outbound/allowed-address.ts";
import { createOutbound } from "../../platform/outbound/outbound.ts";
import { openVault } from "../../platform/vault/vault.ts";
import { createBots } from "../bots/index.ts";
import { createExecutions } from "../executions/index.ts";
import { createGitHub } from "../github/index.ts";
import { carryOutNext } from "./carrying-out/carry-out.ts";
import type { OutcomesOptions } from "./options.ts";
import { createOutcomesService } from "./outcomes.service.ts";
import { noWorkspaces } from "./ports.ts";

type Wish = z.input<typeof Outcome>;

interface Ended {
  state?: ExecutionState;
  result?: string | null;
  target?: z.input<typeof ExecutionTarget> | null;
  values?: Readonly<Record<string, string>>;
  cwd?: string | null;
  /** The bot that ran; another one where it is not told. */
  botId?: string;
}

/** A server whose bots leave something behind, with a GitHub on this machine. Its clock stands until it is set. */
export async function aWorld(db: TestDatabase) {
  const github = await startFakeGitHub();
  const folder = temporaryFolder("outcomes");
  let now = new Date();
  const clock = { now: () => now };
  const people: Parameters<OutcomesOptions["tell"]>[0][] = [];
  const [logged, told, audited]: [string[], NewEvent[], unknown[]] = [[], [], []];
  const log = pino({ level: "trace" }, { write: (line) => void logged.push(line) });
  const vault = openVault(join(folder, "vault"));
  const outbound = createOutbound({ allowed: allowedNetworks(["127.0.0.0/8"]) ?? noNetworks });
  const hostId = newId();
  const shared = {
    ...{ db, clock, log, vault, outbound, refuseWatchedAgent: async () => {} },
    events: { append: (_tx: unknown, event: NewEvent) => void told.push(event) },
    audit: { record: async (_tx: unknown, entry: unknown) => void audited.push(entry) },
  };
  const project = () => Promise.reject(new Error("There are no projects here"));
  const executions = createExecutions({
    ...{ ...shared, places: { hostId: () => hostId, project }, runs: false },
    workspaces: {
      prepare: project,
      handingOver: (_id, act) => act(),
      handOver: async () => false,
      over: async () => {},
      told: async () => null,
    },
    rules: { most: 0, home: folder, path: "", environment: {} },
    budgets: {
      refuses: async () => null,
      moreTaken: () => {},
      holds: async () => [],
      spentAccounts: async () => [],
    },
    ...{
      accounts: { choose: project, environmentOf: project, note: project, noteWindows: project },
      chance: () => 0,
      hookSettings: () => "{}",
    },
    ...{ programs: { find: project }, refuseDisabled: async () => {} },
    outcomes: {
      writeDown: (tx, execution) => service.writeDown(tx, execution),
      of: (executionId) => service.of(executionId),
    },
  });
  const bots = createBots({
    ...{ ...shared, executions: executions.api, runs: false },
    ...{
      places: { hostId: () => hostId, project },
      repositories: { branchFiles: project, knownBranch: async () => null },
    },
    origin: () => "http://signalbox.test",
    programs: { names: async () => [] },
  });
  const options: OutcomesOptions = {
    ...{ ...shared, bots: bots.api, executions: executions.api, github: createGitHub(shared).api },
    ...{ workspaces: noWorkspaces, hostId: () => hostId, origin: () => "http://signalbox.test" },
    chance: () => 0.5,
    tell: async (one) => people.push(one) > 0,
  };
  const service = createOutcomesService(options, () => {});
  await db.pool.query(
    "insert into projects_hosts (id, key, name, platform, created_at, last_seen_at) values ($1, $2, 'h', 'linux', now(), now())",
    [hostId, newId()],
  );
  await db.pool.query(
    "insert into github_connections (api_url, sealed_token, login, actor, changed_at) values ($1, $2, $3, 'user', now())",
    [github.url, await vault.seal("github/token", github.token), github.login],
  );
  onTestFinished(async () => {
    await github.stop();
    removeFolder(folder);
    await db.pool.query("delete from github_connections");
    await db.pool.query("delete from outcomes");
  });
  const aBot = (...outcomes: Wish[]) => storeBot(db, outcomes);
  const signal = AbortSignal.timeout(60_000);
  const next = () => carryOutNext(options, signal);
  return {
    ...{ github, options, service, folder, hostId, logged, told, audited, people, aBot, next },
    /** An execution that ended so, with what it leaves behind written down. */
    ended: (outcomes: Wish[], ended: Ended = {}) =>
      storeEnded(db, { ...ended, hostId, now }, ended.botId ?? outcomes, service),
    /** All that is due. */
    drain: async () => {
      while (await next());
    },
    later: (ms: number) => {
      now = new Date(now.getTime() + ms);
    },
    now: () => now,
    by: { actor: "user", correlationId: "test" },
    of: (executionId: string) => service.of(executionId),
    /** All that was kept and told. */
    traces: async () => {
      const tables = [
        "outcomes",
        "outcomes_signing_keys",
        "github_connections",
        "executions",
        "bots_versions",
      ];
      const rows = await Promise.all(tables.map((table) => db.pool.query(`select * from ${table}`)));
      return JSON.stringify([logged, told, audited, rows.map((one) => one.rows)]);
    },
  };
}

async function storeBot(db: TestDatabase, outcomes: readonly Wish[]): Promise<string> {
  const id = newId();
  const content = JSON.stringify({
    ...{ name: "Reviewer", prompt: "{{ task }}", variables: [{ name: "task", default: "x" }] },
    outcomes: outcomes.map((outcome) => Outcome.parse(outcome)),
  });
  await db.pool.query(
    "insert into bots (id, name, version, content, enabled, created_at, updated_at) values ($1, 'Reviewer', 1, $2, true, now(), now())",
    [id, content],
  );
  await db.pool.query(
    "insert into bots_versions (bot_id, version, content, enabled, actor, at) values ($1, 1, $2, true, 'user', now())",
    [id, content],
  );
  return id;
}

async function storeEnded(
  db: TestDatabase,
  ended: Ended & { hostId: string; now: Date },
  bot: string | readonly Wish[],
  service: Pick<ReturnType<typeof createOutcomesService>, "writeDown">,
): Promise<string> {
  const { state = "succeeded", result = "All is well", target = null, values = {}, cwd = null } = ended;
  const [id, botId] = [newId(), typeof bot === "string" ? bot : await storeBot(db, bot)];
  await db.pool.query(
    `insert into executions (id, idempotency_key, bot_id, bot_name, bot_version, backend, access, workspace, prompt,
       given_values, target, concurrency, timeout_ms, state, actor, by_name, correlation_id, queued_at, ended_at, result, cwd)
     values ($1::uuid, $1::text, $2, 'Reviewer', 1, 'claude', 'read', 'none', 'Go', $3, $4, 1, 60000, $5, 'user', 'Ada', 'c', $6, $6, $7, $8)`,
    [id, botId, JSON.stringify(values), JSON.stringify(target), state, ended.now, result, cwd],
  );
  const over = { id, state, hostId: ended.hostId, correlationId: "c", bot: { id: botId, version: 1 } };
  await db.transaction((tx) => service.writeDown(tx, over));
  return id;
}
