import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import type { ProcessTable } from "../../platform/processes/process-table.ts";
import { aMachine, aProgram } from "./reaper.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

test("an agent whose process was killed ends with its command lost, and others go on", async () => {
  const { aReaper, aBusyAgent } = await aMachine(db);
  const [victim, witness] = [await aProgram(), await aProgram()];
  const [killed, other] = [await aBusyAgent(victim.pid), await aBusyAgent(witness.pid)];
  const { rounds, reasons } = aReaper();
  await rounds();
  expect(await killed.row()).toMatchObject({ state: "commanded", ended_at: null });

  await victim.kill9();
  await rounds(1);
  expect(await killed.row()).toMatchObject({ ended_at: null });
  await rounds(2);
  expect(await killed.row()).toMatchObject({
    state: "complete",
    ended_at: expect.any(Date),
    end_reason: "process_gone",
  });
  expect(await killed.outcomes()).toEqual(["lost"]);
  expect(await other.row()).toMatchObject({ state: "commanded", ended_at: null });
  expect(reasons).toEqual(["process_gone"]);
});

test("what a killed agent left behind is found by the server that starts after it", async () => {
  const { aReaper, aBusyAgent } = await aMachine(db);
  const program = await aProgram();
  const agent = await aBusyAgent(program.pid);
  await aReaper().rounds(1);
  await program.kill9();
  await aReaper().rounds();
  expect(await agent.row()).toMatchObject({ end_reason: "process_gone" });
});

test("a number that went to another process is not taken for the agent's", async () => {
  const { aReaper, aBusyAgent } = await aMachine(db);
  const program = await aProgram();
  const agent = await aBusyAgent(program.pid);
  const { rounds } = aReaper();
  await rounds();
  // As if the agent's own had begun before this one.
  const text = "update agents_processes set birth = 'earlier' where pid = $1";
  await db.write({ name: "rebirth", text, values: [program.pid] });
  await rounds();
  expect(await agent.row()).toMatchObject({ end_reason: "process_gone" });
});

test("a session that is open in two processes ends with the last of them", async () => {
  const { aReaper, aBusyAgent } = await aMachine(db);
  const [first, second] = [await aProgram(), await aProgram()];
  const agent = await aBusyAgent(first.pid);
  await agent.say(agent.hooks.started("resume"), second.pid);
  const { rounds } = aReaper();
  await rounds();
  await first.kill9();
  await rounds();
  expect(await agent.row()).toMatchObject({ state: "complete", ended_at: null });
  expect(await agent.outcomes()).toEqual(["lost"]);
  await second.kill9();
  await rounds();
  expect(await agent.row()).toMatchObject({ end_reason: "process_gone" });
});

test("a session that says its end while its process leaves has ended as it said", async () => {
  const { aReaper, aBusyAgent } = await aMachine(db);
  const program = await aProgram();
  const agent = await aBusyAgent(program.pid);
  const { rounds } = aReaper();
  await rounds();
  await program.kill9();
  await rounds(1);
  await agent.say(agent.hooks.ended("other"), program.pid);
  await rounds();
  expect(await agent.row()).toMatchObject({ end_reason: "other" });
  expect(await agent.outcomes()).toEqual(["session_ended"]);
});

test("the round after a sleep counts for nothing, and what was missing before must be missed anew", async () => {
  const { aReaper, aBusyAgent, pass } = await aMachine(db);
  const program = await aProgram();
  const agent = await aBusyAgent(program.pid);
  const { rounds } = aReaper();
  await rounds();
  await program.kill9();
  await rounds(1);
  pass(8 * 3_600_000, 0);
  await rounds(2);
  expect(await agent.row()).toMatchObject({ ended_at: null });
  await rounds(2);
  expect(await agent.row()).toMatchObject({ end_reason: "process_gone" });
});

test("two nodes of one machine that find the same write it once", async () => {
  const { aReaper, aBusyAgent } = await aMachine(db);
  const program = await aProgram();
  const agent = await aBusyAgent(program.pid);
  const nodes = [aReaper(), aReaper()];
  await Promise.all(nodes.map(({ rounds }) => rounds(1)));
  await program.kill9();
  for (let round = 0; round < 3; round++) await Promise.all(nodes.map(({ rounds }) => rounds(1)));
  const { id } = await agent.row();
  const ended = await db.read
    .selectFrom("events")
    .where("agent_id", "=", id)
    .where("type", "=", "agent.ended")
    .select("id")
    .execute();
  expect(ended).toHaveLength(1);
});

test("agents of another machine are left alone", async () => {
  const [here, there] = [await aMachine(db), await aMachine(db)];
  const [program, witness] = [await aProgram(), await aProgram()];
  const agent = await there.aBusyAgent(program.pid);
  await here.aBusyAgent(witness.pid);
  await there.aReaper().rounds(1);
  await program.kill9();
  await here.aReaper().rounds(5);
  expect(await agent.row()).toMatchObject({ ended_at: null });
});

test("a server that sees other processes than its agents ends none of them by their numbers", async () => {
  const { aReaper, aBusyAgent } = await aMachine(db);
  const program = await aProgram();
  const agent = await aBusyAgent(program.pid);
  await program.kill9();
  const contained: ProcessTable = { look: async () => new Map() };
  await aReaper({ table: contained }).rounds(5);
  expect(await agent.row()).toMatchObject({ ended_at: null });
});

test("an agent whose number means another process here is ended once, and no more when it speaks again", async () => {
  const { aReaper, aBusyAgent } = await aMachine(db);
  const [here, contained] = [await aProgram(), await aProgram()];
  await aBusyAgent(here.pid);
  const far = await aBusyAgent(contained.pid);
  await contained.kill9();
  const { rounds } = aReaper();
  await rounds(5);
  expect(await far.row()).toMatchObject({ end_reason: "process_gone" });
  await far.say(far.hooks.prompted("p2", "Go on"), contained.pid);
  await rounds(5);
  expect(await far.row()).toMatchObject({ ended_at: null });
});

test("a system that does not tell of its processes is no sign of anything", async () => {
  const { aReaper, aBusyAgent } = await aMachine(db);
  const program = await aProgram();
  const agent = await aBusyAgent(program.pid);
  await aReaper().rounds(1);
  await program.kill9();
  await aReaper({ table: { look: async () => null } }).rounds(5);
  expect(await agent.row()).toMatchObject({ ended_at: null });
});

test("an agent that told no process ends with its pane, else after a day's silence while the machine is awake", async () => {
  const { aReaper, aBusyAgent, pass } = await aMachine(db);
  const agent = await aBusyAgent();
  const { rounds } = aReaper();
  await rounds();
  pass(25 * 3_600_000);
  await rounds();
  expect(await agent.row()).toMatchObject({ ended_at: null });
  await rounds(10 * 24 + 3);
  expect(await agent.row()).toMatchObject({ end_reason: "silent", state: "complete" });

  const inPane = await aBusyAgent();
  await aReaper({ pane: () => "left" }).rounds();
  expect(await inPane.row()).toMatchObject({ end_reason: "pane_left" });
});

test("what was found out is kept with what was heard, and is no word from the CLI", async () => {
  const { aReaper, aBusyAgent, lastHeard } = await aMachine(db);
  const program = await aProgram();
  const agent = await aBusyAgent(program.pid);
  const { rounds } = aReaper();
  await rounds();
  const heardAt = await lastHeard();
  await program.kill9();
  await rounds();
  const { id } = await agent.row();
  const signals = await db.read
    .selectFrom("agents_signals")
    .where("agent_id", "=", id)
    .orderBy("id")
    .select(["event", "payload"])
    .execute();
  expect(signals.map(({ event }) => event)).toEqual(["SessionStart", "UserPromptSubmit", "ProcessGone"]);
  expect(signals.at(-1)?.payload).toEqual({ pid: program.pid, pane: null, reason: "process_gone" });
  expect(await lastHeard()).toEqual(heardAt);
});
