import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@signalbox/client/client";
import { listAgents } from "@signalbox/contract/agents";
import { listEvents } from "@signalbox/contract/events";
import { getJob } from "@signalbox/contract/jobs";
import { hookSender } from "@signalbox/testkit/hook-sender";
import { hookSession } from "@signalbox/testkit/hook-session";
import { isMissing } from "@signalbox/testkit/machine";
import { findPostgres, runPostgres, type TestPostgres } from "@signalbox/testkit/postgres";
import { recordings } from "@signalbox/testkit/recordings";
import { type RunningServer, runServer } from "@signalbox/testkit/server";
import { cleanEnvironment, removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { newId } from "../src/kernel/ids.ts";
import { openDatabase } from "../src/platform/database/open-database.ts";
import { openServerDatabase } from "../src/platform/database/server-database.ts";
import { richFolder } from "../src/platform/relocation/rich-database.testing.ts";
import { preparedState } from "./prepared-state.ts";

const command = join(import.meta.dirname, "../../../bin/signalbox");
const password = "s3cret-word";

/** The command in a group of its own, as a terminal starts it. */
function signalbox(stateFolder: string, args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(command, ["migrate-to", ...args], {
    env: cleanEnvironment({ HOME: stateFolder, SIGNALBOX_HOME: stateFolder, SIGNALBOX_PORT: "0", ...env }),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  const ended = once(child, "close").then(([code]) => {
    expect(said).not.toContain(password);
    return { code, said };
  });
  const signalAll = (signal: NodeJS.Signals) => process.kill(-Number(child.pid), signal);
  return { ended, signalAll };
}

const apiOf = (server: RunningServer) =>
  createClient({ baseUrl: server.url, credentials: () => ({ apiKey: server.adminKey }) });

const newest = async (server: RunningServer): Promise<number> => {
  const { items } = await apiOf(server).call(listEvents, { query: { limit: 1, order: "newest" } });
  return Number(items[0]?.position);
};

const agentsOf = (server: RunningServer) => apiOf(server).call(listAgents, { query: { limit: 200 } });

async function sendAll(server: RunningServer, bodies: readonly unknown[]): Promise<void> {
  const hooks = hookSender({ server, connections: 4 });
  for (const body of bodies) expect((await hooks.send(JSON.stringify(body))).status).toBe(202);
  hooks.close();
}

/** A job that was enqueued in the last moment; answers its id. */
async function enqueue(stateFolder: string): Promise<string> {
  const db = await openDatabase({ folder: join(stateFolder, "database") });
  const id = newId();
  await db.pool.query(
    "insert into pgboss.job (id, name, data, policy) values ($1, 'operations.retention', $2, 'standard')",
    [id, JSON.stringify({ payload: {}, cause: { actor: "system", correlationId: newId() } })],
  );
  await db.close();
  return id;
}

describe.skipIf(isMissing(findPostgres()))("signalbox migrate-to", () => {
  let postgres: TestPostgres;
  let admin: Pool;
  let close: () => Promise<void>;
  beforeAll(async () => {
    postgres = await runPostgres();
    const db = openServerDatabase({ url: postgres.url });
    [admin, close] = [db.pool, db.close];
  });
  afterAll(async () => {
    await close();
    await postgres.remove();
  });

  /** An empty database; the server lets everybody in, so that any password will do. */
  async function emptyDatabase(): Promise<string> {
    const name = `moved_${newId().replaceAll("-", "")}`;
    await admin.query(`create database ${name}`);
    return `postgres://signal:${password}@127.0.0.1:${postgres.port}/${name}`;
  }

  test("moves what a server heard, and one on PostgreSQL goes on with it", async () => {
    const stateFolder = await preparedState();
    onTestFinished(() => removeFolder(stateFolder));
    const url = await emptyDatabase();
    const before = await runServer({ stateFolder });
    await sendAll(
      before,
      recordings().flatMap(({ lines }) => lines.map(({ payload }) => payload)),
    );
    const refused = await signalbox(stateFolder, [url]).ended;
    expect(refused).toMatchObject({ code: 5, said: expect.stringContaining('"bin/signalbox down" first') });
    const agents = await agentsOf(before);
    expect(agents.items.some(({ parentId }) => parentId !== null)).toBe(true);
    const reached = await newest(before);
    await before.stop();
    const job = await enqueue(stateFolder);

    const moved = await signalbox(stateFolder, [url]).ended;
    expect(moved).toMatchObject({
      code: 0,
      said: expect.stringMatching(/Moved \d+ tables .* every row compared/),
    });
    await expect(runServer({ stateFolder })).rejects.toThrow(
      /was moved to PostgreSQL at 127.*Set DATABASE_URL/,
    );

    const env = { DATABASE_URL: url };
    const after = await runServer({ stateFolder, env });
    onTestFinished(async () => void (await after.stop()));
    expect(await agentsOf(after)).toEqual(agents);
    await sendAll(after, [hookSession({ sessionId: newId() }).started()]);
    expect(await newest(after)).toBeGreaterThan(reached);
    const jobIs = () => apiOf(after).call(getJob, { params: { jobId: job } });
    await expect.poll(async () => (await jobIs()).state).toBe("completed");
    expect(await signalbox(stateFolder, [], env).ended).toMatchObject({ code: 5 });
  });

  test("killed at any moment it goes on, and no server starts on what is there meanwhile", async () => {
    const { stateFolder, env, pool } = await aRichState();
    for (const table of ["public.events", "public.projects_hosts"]) {
      const moving = signalbox(stateFolder, [], env);
      await whileHeldAt(pool, table, async () => {
        moving.signalAll("SIGKILL");
        await moving.ended;
        await expect(runServer({ stateFolder: `${stateFolder}/other`, env })).rejects.toThrow(
          "was begun and not finished",
        );
      });
    }
    const last = await signalbox(stateFolder, [], env).ended;
    expect(last).toMatchObject({ code: 0, said: expect.stringContaining("Going on with the move") });
    const { rows } = await pool.query(
      "select count(*)::int as all, count(distinct id)::int as different from events",
    );
    expect(rows).toEqual([{ all: richEvents, different: richEvents }]);
    expect(await signalbox(stateFolder, [], env).ended).toMatchObject({
      code: 0,
      said: expect.stringContaining("nothing is left to do"),
    });
  });

  test("Ctrl-C ends it in order, and says how to go on", async () => {
    const { stateFolder, env, pool } = await aRichState();
    const moving = signalbox(stateFolder, [], env);
    await whileHeldAt(pool, "public.events", async () => moving.signalAll("SIGINT"));
    expect(await moving.ended).toMatchObject({
      code: 1,
      said: expect.stringContaining("run it again to go on"),
    });
    expect(await signalbox(stateFolder, [], env).ended).toMatchObject({ code: 0 });
  });

  test.each([
    { what: "no target", args: [], code: 2, words: "Say where to" },
    {
      what: "the URL of something else",
      args: [`mysql://a:${password}@box/db`],
      code: 2,
      words: "must be postgres://",
    },
    {
      what: "two targets",
      args: [`postgres://a:${password}@box/db`],
      env: { DATABASE_URL: "postgres://box/other" },
      code: 2,
      words: "leave one of them out",
    },
    {
      what: "a server that is not there",
      args: [`postgres://a:${password}@127.0.0.1:1/db`],
      code: 1,
      words: "127.0.0.1:1/db can't be reached",
    },
  ])("$what is told in a line, without the password", async ({ args, env, code, words }) => {
    const stateFolder = temporaryFolder("no-state");
    onTestFinished(() => removeFolder(stateFolder));
    expect(await signalbox(stateFolder, args, env).ended).toEqual({
      code,
      said: expect.stringContaining(words),
    });
  });

  test("where there is no embedded database it refuses, and makes nothing on either side", async () => {
    const stateFolder = temporaryFolder("no-state");
    onTestFinished(() => removeFolder(stateFolder));
    const DATABASE_URL = await emptyDatabase();
    const nothing = await signalbox(stateFolder, [], { DATABASE_URL }).ended;
    expect(nothing).toMatchObject({ code: 5, said: expect.stringContaining("nothing to move") });
    expect(readdirSync(stateFolder)).toEqual([]);
    const other = openServerDatabase({ url: DATABASE_URL });
    const { rows } = await other.pool.query(
      "select to_regclass('events') as ours, to_regnamespace('signalbox_move') as ledger",
    );
    expect(rows).toEqual([{ ours: null, ledger: null }]);
    await other.close();
  });

  const richEvents = 20_000;

  async function aRichState() {
    const stateFolder = temporaryFolder("state");
    renameSync(await richFolder(richEvents), join(stateFolder, "database"));
    const url = await emptyDatabase();
    const db = openServerDatabase({ url });
    onTestFinished(async () => {
      await db.close();
      removeFolder(stateFolder);
    });
    return { stateFolder, env: { DATABASE_URL: url }, pool: db.pool };
  }
});

/** Keeps the move from getting beyond a table; does its work when the move stands there. */
async function whileHeldAt(pool: Pool, table: string, work: () => Promise<unknown> | unknown): Promise<void> {
  await until(
    async () => {
      const { rows } = await pool.query("select to_regclass('signalbox_move.tables') as there");
      if (rows[0]?.there === null) return undefined;
      const found = await pool.query("select from signalbox_move.tables where not done");
      return found.rowCount || undefined;
    },
    () => "the tables to be emptied",
  );
  const holder = await pool.connect();
  try {
    await holder.query("begin");
    await holder.query(`lock table ${table} in share mode`);
    const waiting = "select from pg_locks where not granted and relation = $1::regclass";
    await until(
      async () => (await holder.query(waiting, [table])).rowCount || undefined,
      () => `the move to come to ${table}`,
    );
    await work();
  } finally {
    await holder.query("rollback");
    holder.release();
  }
}
