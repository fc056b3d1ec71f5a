import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AttentionItem, Status } from "@signalbox/contract/attention";
import type { Page } from "@signalbox/contract/common";
import pino from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import type { Service } from "../../kernel/module.ts";
import type { DatabaseState } from "../../platform/database/database.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { createEventHistory } from "../../platform/events/event-history.ts";
import { createEventLog } from "../../platform/events/event-log.ts";
import { createReactions } from "../../platform/events/reactions.ts";
import type { Gate } from "../../platform/http/gate.ts";
import { createHttpServer } from "../../platform/http/server.ts";
import { aNodeWith } from "../../platform/nodes/testing.ts";
import { createAgents } from "../agents/index.ts";
import { createProjects, projectRules } from "../projects/index.ts";
import { createAttention } from "./index.ts";

const log = pino({ level: "silent" });
const everyone: Gate = {
  authenticate: async () => ({ kind: "api_key", id: "k", name: "test", scopes: ["read", "signals:write"] }),
  onceUnwelcome: () => () => {},
  issueTicket: async () => ({ ticket: "", expiresAt: new Date(0) }),
  issuePass: async () => ({ pass: "", lifeSeconds: 0 }),
};

let db: TestDatabase;
let home: string;
let url: string;
let databaseState: DatabaseState;
const services: Service[] = [];

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.pool.query("truncate projects_hosts, events, events_reactions, attention_hours cascade");
  home = await mkdtemp(join(tmpdir(), "signalbox-attention-"));
  const events = createEventLog({ db, log });
  const rules = projectRules({ userHome: "/home/ada", temporaryFolder: tmpdir(), configurationFolders: [] });
  const platform = { db, events, clock: systemClock, log };
  const projects = createProjects({
    audit: { record: async () => {} },
    ...platform,
    history: createEventHistory(db.read),
    rules,
    home,
    countsOf: (ids) => agents.api.countByProject(ids),
  });
  const agents = createAgents({
    ...platform,
    placeOf: (cwd) => projects.api.placeOf(cwd),
    hostId: projects.api.hostId,
    testHeard: () => {},
    audit: { record: async () => {} },
  });
  databaseState = "ready";
  const attention = createAttention({
    db: { ...db, state: () => databaseState },
    agents: agents.api,
    namesOf: projects.api.namesOf,
    waysTo: async () => new Map(),
    events,
    clock: systemClock,
    version: "1.2.3",
    demo: false,
  });
  const routes = [...projects.routes, ...agents.routes, ...attention.routes];
  const server = await createHttpServer({ gate: everyone, log, routes, checkReplies: true });
  const node = newId();
  const reactions = createReactions({ ...platform, feed: events, node, reactions: attention.reactions });
  services.push(events, projects.service, ...agents.services, reactions);
  for (const service of services) await service.start?.();
  services.push({ name: "loops", ...(await aNodeWith(reactions.loops, { db, node })) });
  url = (await server.listen({ host: "127.0.0.1", port: 0 })).url;
  services.push({ name: "http", stop: () => server.stop() });
});
afterEach(async () => {
  for (const service of services.splice(0).reverse()) await service.stop?.();
  await rm(home, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${url}${path}`, { headers: { authorization: "Bearer any", ...headers } });
const json = async <T>(path: string): Promise<T> => (await get(path)).json() as Promise<T>;

const hook = async (session: string, event: string, payload: Record<string, unknown>) => {
  const response = await fetch(`${url}/hooks/claude`, {
    method: "POST",
    headers: { authorization: "Bearer any", "content-type": "application/json" },
    body: JSON.stringify({
      session_id: session,
      cwd: `/workspace/${session}`,
      hook_event_name: event,
      prompt_id: "p1",
      ...payload,
    }),
  });
  expect(response.status).toBe(202);
};

const prompt = (session: string) => hook(session, "UserPromptSubmit", { prompt: `Do the ${session}` });
const permission = (session: string) =>
  hook(session, "PermissionRequest", { tool_name: "Bash", tool_input: { command: "make" } });

test("who waits longest comes first, with what is asked and why it is there", async () => {
  for (const session of ["alpha", "beta", "gamma"]) await prompt(session);
  await permission("beta");
  await hook("alpha", "PermissionRequest", {
    tool_name: "AskUserQuestion",
    tool_input: {
      questions: [
        {
          question: "Which colour?",
          header: "Colour",
          multiSelect: false,
          options: [
            { label: "Red", description: "Warm" },
            { label: "Blue", description: "Cold" },
          ],
        },
      ],
    },
  });

  const { items, nextCursor } = await json<Page<AttentionItem>>("/api/attention");
  expect(nextCursor).toBeNull();
  expect(items).toMatchObject([
    {
      kind: "permission",
      agentTitle: "Do the beta",
      projectName: "beta",
      options: [],
      reason: "Asks for permission to use Bash",
      question: { tool: "Bash", input: { command: "make" } },
    },
    {
      kind: "options",
      projectName: "alpha",
      text: "Which colour?",
      options: ["Red", "Blue"],
      reason: "Asks you to choose",
    },
  ]);
});

test("the queue is read page by page, and a forged cursor is refused", async () => {
  const sessions = ["one", "two", "three", "four", "five"];
  for (const session of sessions) {
    await prompt(session);
    await permission(session);
  }
  const seen: (string | null)[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: Page<AttentionItem> = await json(`/api/attention?limit=2${cursor && `&cursor=${cursor}`}`);
    seen.push(...page.items.map((item) => item.projectName));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(sessions);

  const forged = await get("/api/attention?cursor=Zm9yZ2Vk");
  expect(forged.status).toBe(400);
  expect(await forged.json()).toMatchObject({ code: "request.cursor_invalid" });
});

test("the overview counts what goes on, and says so again only when it changed", async () => {
  await prompt("alpha");
  await prompt("beta");
  await permission("beta");
  await prompt("gamma");
  const child = { agent_id: "child", agent_type: "Explore" };
  await hook("gamma", "SubagentStart", child);
  await hook("gamma", "SubagentStop", { ...child, last_assistant_message: "Found." });
  await hook("gamma", "Stop", { last_assistant_message: "Done." });
  await expect.poll(async () => (await json<Status>("/api/status")).today.completed).toBe(1);

  const first = await get("/api/status");
  const etag = first.headers.get("etag") ?? "";
  const status = (await first.json()) as Status;
  expect(status).toMatchObject({
    version: "1.2.3",
    demo: false,
    diskFull: false,
    readOnly: false,
    agents: { live: 3, idle: 0, commanded: 1, processing: 0, awaiting_input: 1, complete: 1 },
    attention: 1,
    today: { completed: 1, done: 1 },
    parkedSignals: 0,
  });
  expect(status.oldestWaitSince).not.toBeNull();
  expect(BigInt(status.position)).toBeGreaterThan(0n);

  const unchanged = await get("/api/status", { "if-none-match": etag });
  expect([unchanged.status, await unchanged.text()]).toEqual([304, ""]);
  await permission("alpha");
  const changed = await get("/api/status", { "if-none-match": etag });
  expect(changed.status).toBe(200);
  expect(await changed.json()).toMatchObject({ attention: 2 });
});

test("the overview tells of a disk that takes nothing, which no event could", async () => {
  databaseState = "full";
  expect(await json("/api/status")).toMatchObject({ diskFull: true, readOnly: false });
  databaseState = "read_only";
  expect(await json("/api/status")).toMatchObject({ diskFull: false, readOnly: true });
});

test("the day's commands are counted from where the caller's day began", async () => {
  const today = Math.floor(Date.now() / 86_400_000) * 86_400_000;
  const hours = [-1, 0].map((hour) => ({ hour: new Date(today + hour * 3_600_000), completed: 1, done: 1 }));
  await db.transaction((tx) => tx.insertInto("attention_hours").values(hours).execute());
  const since = new Date(today - 2 * 3_600_000).toISOString();
  expect(await json(`/api/status?since=${since}`)).toMatchObject({ today: { completed: 2 } });
  expect(await json("/api/status")).toMatchObject({ today: { completed: 1 } });
  expect((await get("/api/status?since=yesterday")).status).toBe(400);
});

test("nothing waits where nothing happened", async () => {
  expect(await json("/api/attention")).toEqual({ items: [], nextCursor: null });
  expect(await json("/api/status")).toMatchObject({ attention: 0, oldestWaitSince: null, position: "0" });
});

test("projects tell how many agents are live in them", async () => {
  await prompt("alpha");
  await permission("alpha");
  await prompt("beta");
  await hook("beta", "SessionEnd", { reason: "other" });
  expect(await json("/api/projects")).toMatchObject({
    items: [
      { name: "alpha", path: "/workspace/alpha", liveAgents: 1, awaitingInput: 1 },
      { name: "beta", liveAgents: 0, awaitingInput: 0 },
    ],
  });
});
