import { commandCompleted, questionAsked } from "@signalbox/contract/agent-events";
import type { Agent, Question } from "@signalbox/contract/agents";
import { questionHeld } from "@signalbox/contract/answers";
import { usualPreferences } from "@signalbox/contract/notifications";
import { routes } from "@signalbox/contract/routes";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { type NewEvent, newEvent } from "../../platform/events/events.ts";
import { createReactions } from "../../platform/events/reactions.ts";
import { aLog } from "../../platform/events/testing.ts";
import type { Gate } from "../../platform/http/gate.ts";
import { aServer, silentLog, unreached } from "../../platform/http/testing.ts";
import { createJobQueue } from "../../platform/jobs/job-queue.ts";
import { createJobWorker } from "../../platform/jobs/job-worker.ts";
import { quickly } from "../../platform/jobs/testing.ts";
import { aNodeWith } from "../../platform/nodes/testing.ts";
import { allowedNetworks, noNetworks } from "../../platform/outbound/allowed-address.ts";
import { createOutbound } from "../../platform/outbound/outbound.ts";
import { createNotifications } from "./index.ts";
import { aReceiver } from "./receiver.testing.ts";

let db: TestDatabase;
let events: Awaited<ReturnType<typeof aLog>>;
let userId: string;
const folder = temporaryFolder("notices");
const running: (() => Promise<unknown> | unknown)[] = [];

beforeAll(async () => {
  db = await testDatabase();
  events = await aLog(db);
  userId = (await db.read.selectFrom("auth_users").select("id").executeTakeFirstOrThrow()).id;
});
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
  await db.pool.query("truncate notifications_channels, notifications_preferences cascade");
});
afterAll(async () => {
  await events.stop();
  await db.close();
  removeFolder(folder);
});

/** How far the reaction came. */
async function position(): Promise<bigint | undefined> {
  const { rows } = await db.pool.query(
    "select position from events_reactions where name = 'notifications.notices'",
  );
  return rows[0] === undefined ? undefined : BigInt(rows[0].position);
}

interface World {
  /** How far the clock of notifications is behind. */
  behindMs?: number;
  questions?: readonly Question[];
  silent?: readonly Agent[];
}

/** A node that reacts to events, decides and sends; stopping it is what a restart does. */
async function aNode({ behindMs = 0, questions = [], silent = [] }: World = {}) {
  const id = newId();
  const queue = createJobQueue();
  const notifications = createNotifications({
    ...{ db, events, queue, keyFolder: folder },
    clock: { now: () => new Date(systemClock.now().getTime() - behindMs) },
    audit: { record: async () => {} },
    agents: {
      agentsBy: async () => [],
      questionsBy: async (ids) => questions.filter(({ id }) => ids.includes(id)),
      silentBetween: async () => [...silent],
    },
    people: { signedIn: async () => null, isInUse: async () => true, refuseWatchedAgent: async () => {} },
    namesOf: async () => new Map(),
    personaNamesOf: async () => new Map(),
    answer: () => Promise.reject(new AppError("invalid", "tests.no_answer", "Nobody answers here")),
    outbound: createOutbound({ allowed: allowedNetworks(["127.0.0.0/8"]) ?? noNetworks }),
    origin: () => "http://127.0.0.1",
  });
  const worker = createJobWorker({
    ...{ db, events, queue, clock: systemClock, log: silentLog, works: true, alone: false },
    ...{ jobs: notifications.jobs, limits: quickly },
  });
  await worker.start?.();
  const reactions = createReactions({
    ...{
      db,
      log: silentLog,
      feed: events,
      clock: systemClock,
      node: id,
      reactions: notifications.reactions,
    },
  });
  await reactions.start?.();
  const node = await aNodeWith(reactions.loops, { db, node: id });
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    await node.stop();
    await worker.stop?.();
  };
  running.push(stop);
  // A reaction that is new begins behind the newest event of that moment.
  await until(position, () => "the reaction to have begun");
  return { notifications, stop };
}

type Node = Awaited<ReturnType<typeof aNode>>;

/** Adds a channel of the person as the page does. */
async function aChannel({ notifications }: Node, url: string, preferences = usualPreferences) {
  const person = { id: userId, login: "operator", name: "Operator", role: "admin" } as const;
  const gate: Gate = {
    authenticate: async () => ({
      ...{ kind: "api_key", id: newId(), name: "test", scopes: ["read", "operate"], user: person },
    }),
    onceUnwelcome: () => () => {},
    issueTicket: async () => ({ ticket: "", expiresAt: new Date(0) }),
    issuePass: async () => ({ pass: "", lifeSeconds: 0 }),
  };
  const own = notifications.routes;
  const server = await aServer({ gate, routes: [...own, ...unreached(routes, own)] });
  const ask = (method: string, path: string, body: unknown) =>
    server.ask(`/api/notifications${path}`, {
      method,
      headers: { authorization: "Bearer test", "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const made = await ask("POST", "/channels", { kind: "webhook", name: "Hook", url });
  expect(made.status, made.text).toBe(201);
  const { channel } = routes.createNotificationChannel.replies[201].parse(made.json());
  const wanted = { silence: true };
  expect((await ask("PUT", `/channels/${channel.id}/rules`, { projectId: null, wanted })).status).toBe(200);
  expect((await ask("PUT", "/preferences", preferences)).status).toBe(200);
  await server.stop();
}

const context = (agentId: string, at = new Date()) => ({
  ...{ at, actor: "agent", subject: { kind: "agent", id: agentId }, correlationId: newId(), agentId },
});
/** What an event carries of its agent is of no interest here. */
const completed = (): NewEvent =>
  newEvent({ ...commandCompleted, data: commandCompleted.data.omit({ agent: true }) }, context(newId()), {
    from: "processing",
    outcome: "done",
    errorClass: null,
    rule: "stop",
    parentId: null,
  });
const asked = (question: Question, at: Date): NewEvent[] => {
  const { id: questionId, agentId } = question;
  const about = { ...context(agentId, at), subject: { kind: "question", id: questionId } };
  const definition = { ...questionAsked, data: questionAsked.data.omit({ agent: true }) };
  return [
    newEvent(definition, about, { questionId, kind: question.kind, tool: question.tool }),
    newEvent(questionHeld, about, { questionId }),
  ];
};
const aQuestion = (): Question => ({
  ...{ id: newId(), agentId: newId(), commandId: null, turnId: null, kind: "permission", state: "open" },
  ...{ version: 1, tool: "Bash", text: "npm test", input: { command: "npm test" }, parts: [], plan: null },
  ...{ terminalOnly: false, answerId: null, callTurnId: null, at: new Date().toISOString(), closedAt: null },
});
const titles = (heard: readonly { body: Buffer }[]) =>
  heard.map(({ body }) => String(JSON.parse(body.toString()).data.title));
const settledAll = () =>
  until(
    async () => {
      const { rows } = await db.pool.query(
        "select count(*)::int as open from pgboss.job where name like 'notifications.%' and state in ('created', 'retry', 'active') and start_after < now() + interval '30 s'",
      );
      return rows[0]?.open === 0 ? true : undefined;
    },
    () => "every job to end",
  );

test("what happens while nobody works is told once when somebody does, and never again", async () => {
  const hook = await aReceiver();
  const first = await aNode();
  await aChannel(first, hook.url);
  await events.write(completed());
  await hook.find(() => true);
  await first.stop();
  await events.write(completed(), completed());
  const second = await aNode();
  await until(
    () => (hook.heard.length === 3 ? true : undefined),
    () => `three; there were ${hook.heard.length}`,
  );
  await settledAll();
  await second.stop();
  await aNode();
  await settledAll();
  const ids = hook.heard.map(({ headers }) => headers["webhook-id"]);
  expect(new Set(ids).size).toBe(3);
  expect(ids).toHaveLength(3);
});

test("without a channel of anybody nothing is noted at all", async () => {
  await aNode();
  const { newest } = await events.range();
  await events.write(completed());
  await until(
    async () => (((await position()) ?? 0n) > newest ? true : undefined),
    () => "the reaction to have seen it",
  );
  const { rows } = await db.pool.query(
    "select count(*)::int as count from notifications_notices where decided_at is null",
  );
  expect(rows).toEqual([{ count: 0 }]);
});

test("of many within a minute the first are told one by one, the others together", async () => {
  const hook = await aReceiver();
  // Its minute is over two seconds from now.
  const node = await aNode({ behindMs: 58_000 });
  await aChannel(node, hook.url, { ...usualPreferences, digestAbove: 2 });
  await events.write(...Array.from({ length: 5 }, () => completed()));
  await hook.find(({ body }) => body.includes("3 more notifications"));
  await settledAll();
  expect(titles(hook.heard).sort()).toEqual(["3 more notifications", "An agent is done", "An agent is done"]);
  expect(JSON.parse(hook.heard.at(-1)?.body.toString() ?? "{}")).toMatchObject({ data: { body: "3 done." } });
});

test("a question that is open after the person's minutes is told again, once; one that is not, is not", async () => {
  const hook = await aReceiver();
  const [open, closed] = [aQuestion(), aQuestion()];
  const questions = [open, closed];
  // The minute is over five seconds from now.
  const node = await aNode({ questions, behindMs: 55_000 });
  await aChannel(node, hook.url, { ...usualPreferences, remindAfterMinutes: 1 });
  await events.write(...questions.flatMap((question) => asked(question, new Date(Date.now() - 55_000))));
  await until(
    () => (hook.heard.length === 2 ? true : undefined),
    () => JSON.stringify(titles(hook.heard)),
  );
  closed.state = "answered";
  await hook.find(({ body }) => body.includes("Still waiting"));
  await settledAll();
  expect(titles(hook.heard)).toEqual([
    "An agent asks for permission",
    "An agent asks for permission",
    "Still waiting: An agent asks for permission",
  ]);
});

test("silence is told once, however often it is looked for", async () => {
  const hook = await aReceiver();
  const longAgo = new Date(Date.now() - 11 * 60_000).toISOString();
  const agent: Agent = {
    ...{
      id: newId(),
      hostId: newId(),
      projectId: null,
      parentId: null,
      previousAgentId: null,
      backend: "claude",
    },
    ...{ sessionId: "s", state: "processing", stateSince: longAgo, title: null, agentType: null, cwd: null },
    ...{ evidence: { rule: "r", signal: "s", at: longAgo }, branch: null, model: null, startedAt: longAgo },
    ...{ lastSeenAt: longAgo, endedAt: null, endReason: null, queuedPrompts: 0, errorClass: null },
    ...{
      resetsAt: null,
      contextTokens: null,
      contextLimit: null,
      costMicros: null,
      archivedAt: null,
      personaId: null,
    },
  };
  const node = await aNode({ silent: [agent] });
  await aChannel(node, hook.url);
  const leave = new AbortController();
  const [loop] = node.notifications.loops;
  const looking = [loop?.run(leave.signal), loop?.run(leave.signal)];
  await hook.find(({ body }) => body.includes("has not been heard of for a while"));
  leave.abort();
  await Promise.all(looking);
  await settledAll();
  expect(hook.heard).toHaveLength(1);
});

const botTold = (cause: string) => ({
  ...{ cause, executionId: newId(), projectId: null, correlationId: newId() },
  ...{ title: "Nightly: failed", body: "Two tests broke", level: "high" as const },
});

test("what a bot tells is sent once for a cause, leads to its execution, and two do not replace each other", async () => {
  const hook = await aReceiver();
  const node = await aNode();
  expect(await node.notifications.tell(botTold("before anybody listens"))).toBe(false);
  await aChannel(node, hook.url);
  const [one, other] = [botTold("one"), botTold("other")];
  for (const told of [one, one, other]) expect(await node.notifications.tell(told)).toBe(true);
  await until(
    () => (hook.heard.length === 2 ? true : undefined),
    () => "both to be sent",
  );
  const sent = hook.heard.map(({ body }) => JSON.parse(String(body)).data);
  expect(sent.map(({ url }) => url.split("/executions/")[1]).sort()).toEqual(
    [one.executionId, other.executionId].sort(),
  );
  // This channel carries nothing that bots wrote.
  expect(sent[0]).toMatchObject({ reason: "bot", level: "high", title: "A bot has something to tell you" });
  expect(JSON.stringify(sent)).not.toContain("Two tests broke");
  await db.pool.query("update notifications_channels set with_content = true");
  await node.notifications.tell(botTold("third"));
  const third = await hook.find(({ body }) => String(body).includes("Nightly"));
  expect(JSON.parse(String(third.body)).data).toMatchObject({
    title: "Nightly: failed",
    body: "Two tests broke",
  });
});

test("in quiet hours nobody is told by a bot", async () => {
  const hook = await aReceiver();
  const node = await aNode();
  const quiet = { from: "00:00", until: "23:59" };
  await aChannel(node, hook.url, { ...usualPreferences, quiet });
  await node.notifications.tell(botTold("at night"));
  const dropped = async () =>
    (
      await db.pool.query(
        "select why from notifications_deliveries where reason = 'bot' order by id desc limit 1",
      )
    ).rows[0]?.why;
  expect(await until(dropped, () => "it to be decided")).toBe("Quiet hours");
  expect(hook.heard).toEqual([]);
});
