import { join } from "node:path";
import { Agent } from "@signalbox/contract/agents";
import { findTmux, isMissing } from "@signalbox/testkit/machine";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { createEndService } from "../ending/end-agent.ts";
import { isLeftWorktree, moveToOver } from "../launch-moves.repository.ts";
import { createLaunchesService } from "../launches.service.ts";
import { aMachine } from "../launches.testing.ts";
import { createRestartCarrier } from "./carry-restart.ts";
import { findRestart, insertRestart, moveToSettled } from "./restarts.repository.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

/** A machine with an agent, and what carries out its restarts. */
async function anAgent(endedAt: Date | null) {
  const machine = await aMachine(db);
  const [id, at, hostId] = [newId(), new Date(), machine.options.places.hostId()];
  const evidence = { rule: "r", signal: "s", at: at.toISOString() };
  const shared = { id, backend: "claude", state: "idle" } as const;
  await db.transaction((tx) =>
    tx
      .insertInto("agents")
      .values({
        ...{ ...shared, host_id: hostId, session_id: id, evidence: JSON.stringify(evidence), tracking: "{}" },
        ...{ state_since: at, started_at: at, last_seen_at: at, ended_at: endedAt },
        end_reason: endedAt === null ? null : "other",
      })
      .execute(),
  );
  const told = at.toISOString();
  const agent = Agent.parse({
    ...{ ...shared, hostId, sessionId: id, evidence, stateSince: told, startedAt: told, lastSeenAt: told },
    ...{
      projectId: null,
      parentId: null,
      previousAgentId: null,
      title: "Work",
      agentType: null,
      branch: null,
    },
    ...{ model: null, errorClass: null, queuedPrompts: 0, cwd: machine.folder, endReason: null },
    endedAt: endedAt?.toISOString() ?? null,
  });
  const options = { ...machine.options, agents: { ...machine.options.agents, agent: async () => agent } };
  const wanted = async (at: Date) => {
    const by = { actor: "system", name: "Ada", correlationId: newId() };
    const restart = { id: newId(), hostId, agentId: id, key: newId(), force: true, pid: 1, birth: "1" };
    const row = await db.transaction((tx) => insertRestart(tx, { ...restart, socket: null, by, at }));
    if (row === undefined) throw new Error("it was there before");
    return row;
  };
  const launches = createLaunchesService(options);
  const carry = createRestartCarrier({ options, ends: createEndService(options), launches });
  return { ...machine, id, wanted, carry };
}

const longAgo = () => new Date(Date.now() - 3_600_000);

describe.skipIf(isMissing(findTmux()))("a restart", () => {
  test("that a server finds long after it was wanted is given up, and says how its agent stands", async () => {
    for (const [endedAt, says] of [
      [null, "it runs on"],
      [new Date(), "it has ended, and can be resumed"],
    ] as const) {
      const { wanted, carry } = await anAgent(endedAt);
      const row = await wanted(longAgo());
      await carry(row);
      expect(await findRestart(db.read, row.id)).toMatchObject({
        state: "failed",
        reason: `The server was away for too long meanwhile: ${says}`,
      });
    }
  });

  test("whose session can't be gone on with says so once the agent has ended", async () => {
    const { wanted, carry } = await anAgent(new Date());
    const row = await wanted(new Date());
    await carry(row);
    const { state, reason } = (await findRestart(db.read, row.id)) ?? {};
    expect(state).toBe("failed");
    expect(reason).toMatch(/^It has ended, and could not be gone on with: /);
  });

  test("keeps the worktree of its agent until that is in it again", async () => {
    const { id, begun, wanted, folder } = await anAgent(null);
    const path = join(folder, "worktree");
    const launch = await begun({ worktree: { branch: "feature", path, repository: folder } });
    await db.transaction(async (tx) => {
      await tx.updateTable("launches").where("id", "=", launch.id).set({ agent_id: id }).execute();
      const over = { state: "ended", reason: "It ended", lastLines: null, at: new Date() } as const;
      await moveToOver(tx, launch.id, over);
    });
    expect(await isLeftWorktree(db.read, launch)).toBe(true);
    const row = await wanted(new Date());
    expect(await isLeftWorktree(db.read, launch)).toBe(false);
    await db.transaction((tx) => moveToSettled(tx, row.id, { reason: "No more", at: new Date() }));
    expect(await isLeftWorktree(db.read, launch)).toBe(true);
  });
});
