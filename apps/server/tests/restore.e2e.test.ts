import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { getJob } from "@signalbox/contract/jobs";
import { listBackups, startBackup } from "@signalbox/contract/upkeep";
import { hookSender } from "@signalbox/testkit/hook-sender";
import { hookSession } from "@signalbox/testkit/hook-session";
import { isMissing } from "@signalbox/testkit/machine";
import { findPostgres, runPostgres, type TestPostgres } from "@signalbox/testkit/postgres";
import { type RunningServer, runServer } from "@signalbox/testkit/server";
import { cleanEnvironment, removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "../src/kernel/ids.ts";
import { allAgents, clientOf } from "./all-pages.ts";

const postgres = findPostgres();
const real = join(String(postgres.path), "..");
const command = join(import.meta.dirname, "../../../bin/signalbox");
const password = "s3cret-word";

describe.skipIf(isMissing(postgres))("a server on PostgreSQL that is backed up and restored", () => {
  let database: TestPostgres;
  let folder: string;
  let env: Record<string, string>;
  beforeAll(async () => {
    database = await runPostgres();
    folder = temporaryFolder("restore");
    env = {
      DATABASE_URL: database.url.replace("signal@", `signal:${password}@`),
      PATH: `${real}${delimiter}${process.env.PATH}`,
    };
  });
  afterAll(async () => {
    for (const server of started) await server.kill9();
    await database.remove();
    removeFolder(folder);
  });

  const started: RunningServer[] = [];
  const starting = async () => {
    const [stateFolder, userHome] = [join(folder, "state"), join(folder, "home")];
    const server = await runServer({ stateFolder, userHome, env });
    started.push(server);
    return server;
  };

  const hear = async (server: RunningServer) => {
    const sender = hookSender({ server, connections: 1 });
    const { status } = await sender.send(JSON.stringify(hookSession({ sessionId: newId() }).started()));
    expect(status).toBe(202);
    sender.close();
  };

  /** A `pg_restore` that writes to a database no sooner than it has killed who called it. */
  const deadly = (): string => {
    const programs = join(folder, "programs");
    mkdirSync(programs);
    const text = `#!/bin/sh\ncase "$*" in *--dbname=*) kill -9 $PPID;; esac\nexec ${real}/pg_restore "$@"\n`;
    writeFileSync(join(programs, "pg_restore"), text, { mode: 0o755 });
    return `${programs}${delimiter}${env.PATH}`;
  };

  const restore = async (backup: string, by: Record<string, string> = {}) => {
    const own = { HOME: join(folder, "home"), SIGNALBOX_HOME: join(folder, "state"), SIGNALBOX_PORT: "0" };
    const child = spawn(command, ["restore", backup], { env: cleanEnvironment({ ...own, ...env, ...by }) });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        said += text;
      });
    const [code] = await once(child, "close");
    expect(said).not.toContain(password);
    return { code, said };
  };

  const backUp = async (server: RunningServer) => {
    const client = clientOf(server);
    // In what was restored the job runs that made the backup, until it is taken for lost and ends.
    const jobId = await until(
      async () => (await client.call(startBackup)).jobId ?? undefined,
      () => server.output(),
      { timeoutMs: 60_000, everyMs: 250 },
    );
    const state = await until(
      async () => {
        const job = await client.call(getJob, { params: { jobId } });
        return ["completed", "failed"].includes(job.state) ? job : undefined;
      },
      () => server.output(),
    );
    expect(state).toMatchObject({ state: "completed", error: null });
    const { items } = await client.call(listBackups);
    return items[0];
  };

  test("has the agents of then though the first restore was killed, and tells nobody the password", async () => {
    const first = await starting();
    await hear(first);
    const then = await allAgents(clientOf(first));
    const backup = await backUp(first);
    expect(backup).toMatchObject({ engine: "postgresql", rows: expect.any(Number) });
    await hear(first);
    expect(await allAgents(clientOf(first))).toHaveLength(2);
    expect(await first.stop()).toBe(0);

    expect(await restore(String(backup?.path), { PATH: deadly() })).toMatchObject({ code: 1 });
    await expect(starting()).rejects.toThrow("run bin/signalbox restore once more");

    const { code, said } = await restore(String(backup?.path));
    expect([code, said]).toEqual([0, expect.stringContaining(`Restored the backup of ${backup?.createdAt}`)]);
    const second = await starting();
    expect((await allAgents(clientOf(second))).map(({ id }) => id)).toEqual(then.map(({ id }) => id));
    await hear(second);
    expect(await allAgents(clientOf(second))).toHaveLength(2);
    expect((await backUp(second))?.rows).toBeGreaterThan(0);
    expect(await second.stop()).toBe(0);
    expect(readFileSync(join(folder, "state/logs/server.log"), "utf8")).not.toContain(password);
  }, 120_000);
});
