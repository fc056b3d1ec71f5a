import { type Agent, listAgents } from "@signalbox/contract/agents";
import { type AttentionItem, listAttention } from "@signalbox/contract/attention";
import { getEventTimeline, getPastBoard } from "@signalbox/contract/event-history";
import { hookSession } from "@signalbox/testkit/hook-session";
import { recordings } from "@signalbox/testkit/recordings";
import { seeded } from "@signalbox/testkit/seeded";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { testDatabase } from "../../../platform/database/testing.ts";
import { aBox } from "../testing.ts";
import { emptyBoard, foldBoard } from "./fold-board.ts";

let box: Awaited<ReturnType<typeof aBox>>;
beforeAll(async () => {
  box = await aBox(await testDatabase());
});
afterAll(async () => {
  await box.stop();
  await box.db.close();
});

interface Seen {
  agents: Agent[];
  attention: AttentionItem[];
}

/** That a signal came which told nothing new is no event. */
const asTold = ({ agents, attention }: Seen) => ({
  agents: agents.map(({ lastSeenAt: _, ...agent }) => agent).toSorted((a, b) => a.id.localeCompare(b.id)),
  attention: attention.toSorted((a, b) => a.id.localeCompare(b.id)),
});

const live = async (): Promise<Seen> => ({
  agents: (await box.read("/api/agents?limit=200", listAgents.replies[200])).items,
  attention: (await box.read("/api/attention?limit=200", listAttention.replies[200])).items,
});

const board = (position: bigint) => box.read(`/api/events/${position}/board`, getPastBoard.replies[200]);

test("the board as of any event is the board that was live then", async () => {
  const random = seeded(7);
  const lanes = recordings().map(({ lines }) => lines.map(({ payload }) => payload));
  const seen: { position: bigint; live: Seen }[] = [];
  while (lanes.some((lane) => lane.length > 0)) {
    const lane = lanes[Math.floor(random() * lanes.length)];
    const payload = lane?.shift();
    if (payload === undefined) continue;
    await box.hear(payload);
    const asks = payload.hook_event_name === "PermissionRequest";
    if (asks || random() < 0.1) seen.push({ position: await box.newest(), live: await live() });
  }
  seen.push({ position: await box.newest(), live: await live() });
  expect(seen.length).toBeGreaterThan(10);
  expect(seen.some(({ live: { attention } }) => attention.length > 0)).toBe(true);
  for (const then of seen) {
    const past = await board(then.position);
    expect(past.event.position).toBe(String(then.position));
    expect(asTold(past)).toEqual(asTold(then.live));
  }
});

test("what is read of the log makes the same board as all of it", async () => {
  const everything = await box.log.read(0n, {}, 100_000);
  const whole = foldBoard(emptyBoard, everything);
  const past = await board(await box.newest());
  expect(past.attention.map(({ id }) => id).toSorted()).toEqual([...whole.questions.keys()].toSorted());
  for (const agent of past.agents) expect(agent).toMatchObject(whole.agents.get(agent.id)?.facts ?? {});
  expect(past.agents).toHaveLength(whole.agents.size);
});

test("from one event to the next, nothing that changes the board is stepped over", async () => {
  const session = hookSession({ sessionId: newId(), cwd: "/workspace/steps" });
  const before = await box.newest();
  await box.hear(session.prompted("p1", "Walk"));
  await box.hear(session.stopped("p1", "Walked."));
  const steps: string[] = [];
  for (let at: string | null = String(before); at !== null; ) {
    const { next } = await board(BigInt(at));
    if (next !== null) steps.push((await board(BigInt(next))).event.type);
    at = next;
  }
  expect(steps).toEqual(["agent.started", "command.opened", "command.completed"]);
  const { previous } = await board(await box.newest());
  expect((await board(BigInt(previous ?? 0))).event.type).toBe("command.opened");
});

test("a fork names the agent that it came from on the board in the past too", async () => {
  const [origin, fork] = [newId(), newId()];
  for (const sessionId of [origin, fork]) {
    const session = hookSession({ sessionId, cwd: "/workspace/forks" });
    await box.hear(session.prompted("p1", "Go"));
  }
  await box.db.pool.query("update agents set forked_from = $1 where session_id = $2", [origin, fork]);
  const { agents } = await board(await box.newest());
  const of = (sessionId: string) => agents.find((agent) => agent.sessionId === sessionId);
  expect(of(fork)?.previousAgentId).toBe(of(origin)?.id);
  expect(of(origin)?.previousAgentId).toBeNull();
});

test("agents of which the log tells nothing any more are counted, and a position that is gone is told", async () => {
  const [middle, newest] = [(await box.newest()) - 2n, await box.newest()];
  await box.db.pool.query("delete from events where position < $1", [String(middle)]);
  const past = await board(newest);
  expect(past.untold).toBeGreaterThan(0);
  expect(past.oldest).toBe(String(middle));
  const gone = await box.ask(`/api/events/${middle - 1n}/board`);
  expect([gone.status, gone.json()]).toEqual([404, expect.objectContaining({ code: "events.not_found" })]);
});

test("the timeline runs from the oldest event to the newest", async () => {
  const { points } = await box.read("/api/events/timeline", getEventTimeline.replies[200]);
  expect(points.at(-1)?.position).toBe(String(await box.newest()));
  expect(points.length).toBeGreaterThan(2);
});
