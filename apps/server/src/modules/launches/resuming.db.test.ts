import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Agent } from "@signalbox/contract/agents";
import { findTmux, isMissing } from "@signalbox/testkit/machine";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { createEndService } from "./ending/end-agent.ts";
import { moveToOver } from "./launch-moves.repository.ts";
import { createLaunchesService } from "./launches.service.ts";
import { aMachine } from "./launches.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

/** A machine with an agent that has ended in a folder. */
async function anEndedAgent() {
  const machine = await aMachine(db);
  const { folder, options } = machine;
  const cwd = join(folder, "shop");
  mkdirSync(cwd);
  writeFileSync(join(folder, "claude"), "#!/bin/sh\n");
  chmodSync(join(folder, "claude"), 0o755);
  const [id, at] = [newId(), new Date()];
  const evidence = { rule: "r", signal: "s", at: at.toISOString() };
  await db.transaction((tx) =>
    tx
      .insertInto("agents")
      .values({
        ...{ id, host_id: options.places.hostId(), backend: "claude", session_id: id, state: "idle" },
        ...{ evidence: JSON.stringify(evidence), tracking: "{}", cwd, end_reason: "other" },
        ...{ state_since: at, started_at: at, last_seen_at: at, ended_at: at },
      })
      .execute(),
  );
  const none = {
    ...{ projectId: null, parentId: null, previousAgentId: null, title: null, agentType: null, branch: null },
    ...{ model: null, errorClass: null, queuedPrompts: 0 },
  };
  const told = at.toISOString();
  const agent = Agent.parse({
    ...{ ...none, id, hostId: options.places.hostId(), backend: "claude", sessionId: id, state: "idle" },
    ...{ evidence, stateSince: told, startedAt: told, lastSeenAt: told, endedAt: told, endReason: "other" },
    cwd,
  });
  const rules = { ...options.rules, path: `${folder}${delimiter}${options.rules.path}` };
  const agents = { ...options.agents, agent: async () => agent };
  const all = { ...options, rules, agents };
  const by = {
    actor: "system",
    name: "Ada",
    correlationId: newId(),
  };
  const service = createLaunchesService(all);
  const resume = (key: string) => service.resume(id, { key }, by);
  return { ...machine, id, cwd, resume, ends: createEndService(all) };
}

describe.skipIf(isMissing(findTmux()))("a session", () => {
  test("is gone on with once at a time, whoever asks at once", async () => {
    const { resume } = await anEndedAgent();
    const all = await Promise.allSettled([newId(), newId(), newId()].map(resume));
    const open = all.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(open).toHaveLength(1);
    const refused = all.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    expect(refused).toMatchObject([
      { code: "launches.resumed_already" },
      { code: "launches.resumed_already" },
    ]);
    const over = { state: "ended", reason: "It ended", lastLines: null, at: new Date() } as const;
    await db.transaction((tx) => moveToOver(tx, open[0]?.id ?? "", over));
    expect((await resume(newId())).id).not.toBe(open[0]?.id);
  });

  test("that is gone on with by the same request twice is the same start", async () => {
    const { resume } = await anEndedAgent();
    const key = newId();
    const [one, other] = await Promise.all([resume(key), resume(key)]);
    expect(other.id).toBe(one.id);
  });

  test("can be gone on with only while its folder is there", async () => {
    const { id, cwd, ends, resume } = await anEndedAgent();
    expect((await ends.terminal(id)).resumable).toBe(true);
    rmSync(cwd, { recursive: true });
    expect((await ends.terminal(id)).resumable).toBe(false);
    await expect(resume(newId())).rejects.toMatchObject({ code: "launches.folder_missing" });
  });

  test("that is gone on with is not open once more while the database knows of one", async () => {
    const { id, begun } = await anEndedAgent();
    await begun({ resumes: id });
    await expect(begun({ resumes: id })).rejects.toMatchObject({ code: "23505" });
  });
});
