import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { systemClock } from "../../../kernel/clock.ts";
import type { TestDatabase } from "../../../platform/database/testing.ts";
import { createProcessTable } from "../../../platform/processes/process-table.ts";
import { executionErrors } from "../executions.errors.ts";
import { type ExecutionRow, findExecution } from "../executions.repository.ts";
import { createExecutionsService } from "../executions.service.ts";
import { aQueue, oneAccount } from "../executions.testing.ts";
import { createNews } from "../news.ts";
import type { ExecutionsOptions } from "../options.ts";
import { Rounds } from "./rounds.ts";
import { Tails } from "./tails.ts";

/** A machine on which "claude" is a shell that does what its prompt says. */
export async function aRunner(db: TestDatabase, around: Partial<ExecutionsOptions> = {}) {
  const { hostId, queue, bot } = await aQueue(db);
  const folder = temporaryFolder("executions");
  const home = join(folder, "home");
  mkdirSync(home);
  writeFileSync(join(folder, "claude"), "#!/bin/sh\nexec /bin/sh -s\n");
  chmodSync(join(folder, "claude"), 0o755);
  const told: [type: string, executionId: string][] = [];
  const options: ExecutionsOptions = {
    ...{ db, clock: systemClock, log: pino({ level: "silent" }) },
    events: { append: () => {} },
    audit: { record: async () => {} },
    places: {
      hostId: () => hostId,
      project: async (id) => {
        throw executionErrors.notFound(id);
      },
    },
    workspaces: {
      prepare: async () => ({ failed: "there are none", errorClass: "workspace" }),
      handingOver: (_id, act) => act(),
      handOver: async () => false,
      over: async () => {},
      told: async () => null,
    },
    rules: {
      ...{ most: 10, home, path: `${folder}:${process.env.PATH}` },
      environment: { PATH: process.env.PATH ?? "" },
    },
    ...{ accounts: oneAccount(), programs: { find: async () => null }, chance: () => 0 },
    refuseDisabled: async () => {},
    hookSettings: () => "{}",
    budgets: {
      refuses: async () => null,
      moreTaken: () => {},
      holds: async () => [],
      spentAccounts: async () => [],
    },
    outcomes: { writeDown: async () => {}, of: async () => [] },
    table: createProcessTable(process.env.PATH ?? ""),
    tell: (_tx, { type }, row) => told.push([type, row.id]),
    refuseWatchedAgent: async () => {},
    bell: { ring: () => {} },
    ...{ news: createNews(), tails: new Tails() },
    ...around,
  };
  const rounds = new Rounds(options, 0);
  const round = async () => {
    await rounds.round();
    await rounds.idle();
  };
  const get = async (id: string): Promise<ExecutionRow> => {
    const row = await findExecution(db.read, id);
    if (row === undefined) throw new Error("it is gone");
    return row;
  };
  const as = (id: string, what: string, is: (row: ExecutionRow) => boolean) =>
    until(
      async () => {
        await round();
        const row = await get(id);
        return is(row) ? row : undefined;
      },
      async () => `${what}: ${JSON.stringify(await get(id))}`,
    );
  onTestFinished(async () => {
    await db.pool.query("delete from executions where state = 'queued'");
    await db.pool.query("update executions set cancel_asked = true where ended_at is null");
    await until(
      async () => {
        await round();
        const { rows } = await db.pool.query(
          "select from executions where ended_at is null and host_id = $1",
          [hostId],
        );
        return rows.length === 0 || undefined;
      },
      () => "all to end",
    );
    removeFolder(folder);
  });
  return {
    ...{ options, hostId, queue, bot, home, folder, round, get, as },
    service: createExecutionsService(options),
    over: (id: string) => as(id, "its end", ({ ended_at }) => ended_at !== null),
    /** How often something was told of an execution. */
    toldOf: (id: string) => told.filter(([, of]) => of === id).map(([type]) => type),
  };
}
