import { type HookBody, hookSession } from "@signalbox/testkit/hook-session";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { createEventLog } from "../../../platform/events/event-log.ts";
import { Places } from "../intake/places.ts";
import { hear } from "../intake/receive-hook.ts";
import { Registry } from "../intake/registry.ts";
import { SignalWriter } from "../intake/writer.ts";
import { createAgentReader } from "./agent-reader.ts";
import { createRecordsReader } from "./records-reader.ts";

const log = pino({ level: "silent" });
const hostId = newId();
let db: TestDatabase;
let writer: SignalWriter;

beforeAll(async () => {
  db = await testDatabase();
  const now = new Date();
  const host = { id: hostId, key: "k", name: "here", platform: "linux", created_at: now, last_seen_at: now };
  await db.transaction((tx) => tx.insertInto("projects_hosts").values(host).execute());
  const events = createEventLog({ db, log });
  const here = () => ({ hostId, projectId: null, branch: null });
  const places = new Places({ placeOf: here, nowhere: here, log });
  writer = new SignalWriter({ db, events, registry: new Registry(), places, log });
});
afterAll(() => db.close());

let second = 0;
const send = (payload: HookBody) => {
  const clock = { now: () => new Date(Date.parse("2026-11-21T12:00:00.000Z") + 1_000 * second++) };
  const body = Buffer.from(JSON.stringify(payload));
  return writer.write(hear({ backend: "claude", body, headers: {}, correlationId: "c" }, clock));
};

const launch = (useId: string, agentId: string) => ({
  name: "Agent",
  useId,
  input: { description: `Start ${agentId}`, prompt: "Look", subagent_type: "Explore" },
  response: { status: "async_launched", agentId, description: `Start ${agentId}` },
});

test("a child stands with the agent whose call started it, though the CLI has all on one level", async () => {
  const session = hookSession({ sessionId: "family" });
  const of = (agentId: string, body: HookBody): HookBody => ({ ...body, agent_id: agentId });
  await send(session.prompted("p", "Divide the work"));
  const first = launch("toolu_1", "child");
  await send(session.toolStarted("p", first));
  await send(session.toolFinished("p", first));
  await send(session.childStarted("p", "child"));
  const second = launch("toolu_2", "grandchild");
  await send(of("child", session.toolStarted("p", second)));
  await send(of("child", session.toolFinished("p", second)));
  await send(session.childStarted("p", "grandchild"));
  await send(session.childStarted("p", "unexplained"));

  const reader = createAgentReader(db.read);
  const records = createRecordsReader(db.read, reader);
  const { items } = await reader.list({ limit: 50 });
  const idOf = (sessionId: string) => items.find((agent) => agent.sessionId === sessionId)?.id ?? "";
  const startedBy = async (sessionId: string) => {
    const page = await records.children(idOf(sessionId), { limit: 50 });
    return Promise.all(
      page.items.map(async ({ sessionId: child, turns, startedByTurnId: turnId }) => {
        const turn = turnId === null ? null : await records.turn(turnId);
        return [child, turns, turn?.tool?.useId ?? null];
      }),
    );
  };
  expect(await startedBy("family")).toEqual([
    ["child", 1, "toolu_1"],
    ["unexplained", 0, null],
  ]);
  expect(await startedBy("child")).toEqual([["grandchild", 0, "toolu_2"]]);
  expect(await startedBy("grandchild")).toEqual([]);
});

test("many children come page by page", async () => {
  const session = hookSession({ sessionId: "many" });
  await send(session.prompted("p", "Divide the work"));
  for (const child of ["a", "b", "c"]) await send(session.childStarted("p", child));
  const reader = createAgentReader(db.read);
  const records = createRecordsReader(db.read, reader);
  const parent = (await reader.list({ limit: 50 })).items.find(({ sessionId }) => sessionId === "many");
  const page = await records.children(parent?.id ?? "", { limit: 2 });
  expect(page.items.map(({ sessionId }) => sessionId)).toEqual(["a", "b"]);
  const rest = await records.children(parent?.id ?? "", { limit: 2, cursor: page.nextCursor ?? "" });
  expect(rest.items.map(({ sessionId }) => sessionId)).toEqual(["c"]);
});
