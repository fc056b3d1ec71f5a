import { Agent } from "@signalbox/contract/agents";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { createEndService } from "../ending/end-agent.ts";
import { aMachine } from "../launches.testing.ts";
import { endAnywhere } from "./end-anywhere.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

/** Run by another process of this machine, whose node lives. */
async function besideIts(more: Pick<Agent, "endedAt">) {
  const { options: machine, folder } = await aMachine(db);
  const [id, told] = [newId(), new Date().toISOString()];
  const agent = Agent.parse({
    ...{ id, backend: "claude", state: "idle", hostId: machine.places.hostId(), sessionId: id },
    ...{
      evidence: { rule: "r", signal: "s", at: told },
      stateSince: told,
      startedAt: told,
      lastSeenAt: told,
    },
    ...{
      projectId: null,
      parentId: null,
      previousAgentId: null,
      title: "Work",
      agentType: null,
      branch: null,
    },
    ...{ model: null, errorClass: null, queuedPrompts: 0, cwd: folder, endReason: null },
    ...more,
  });
  const options = { ...machine, agents: { ...machine.agents, agent: async () => agent } };
  const node = { id: newId(), hostName: "box", pid: 7, sealingKey: "" };
  const nodes = { at: async () => [], ofAgent: async () => [node], ofLaunch: async () => [] };
  return endAnywhere(options, { here: createEndService(options), nodes }).terminal(id);
}

test("no gentle end is offered of what nothing can end, though another process of this machine runs it", async () => {
  expect(await besideIts({ endedAt: null })).toMatchObject({
    unreachable: expect.stringMatching(/process/),
    endsGently: false,
  });
  expect(await besideIts({ endedAt: new Date().toISOString() })).toMatchObject({
    ...{ unreachable: "It has ended", endsGently: false },
  });
});
