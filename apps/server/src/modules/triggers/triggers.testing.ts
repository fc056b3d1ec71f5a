import { createHmac } from "node:crypto";
import { BotContent } from "@signalbox/contract/bots";
import type { SourceStyle } from "@signalbox/contract/deliveries";
import type { Execution } from "@signalbox/contract/executions";
import { TriggerContent } from "@signalbox/contract/triggers";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import pino from "pino";
import { onTestFinished } from "vitest";
import { z } from "zod";
import { AppError } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import type { TestDatabase } from "../../platform/database/testing.ts";
import { allowedNetworks, noNetworks } from "../../platform/outbound/allowed-address.ts";
import { createOutbound } from "../../platform/outbound/outbound.ts";
import { createOutboundFetch } from "../../platform/outbound/outbound-fetch.ts";
import { openVault } from "../../platform/vault/vault.ts";
import type { OutsideStart } from "../bots/index.ts";
import { createBell } from "../liveness/index.ts";
import { createTaking } from "./deliveries/take.ts";
import type { TriggersOptions } from "./options.ts";
import type { GithubAsk } from "./ports.ts";
import { knownSources } from "./sources/known-sources.ts";
import { createSources } from "./sources/sources.service.ts";
import { createTriggersService } from "./triggers.service.ts";

const by = { actor: "system", correlationId: "c" };

/** Triggers on a database, with a bot that notes what it is started with, by each key once. */
export async function aTriggersModule(db: TestDatabase, github: Partial<GithubAsk> = {}) {
  const folder = temporaryFolder("triggers");
  onTestFinished(() => removeFolder(folder));
  let now = new Date("2026-03-01T12:00:00Z");
  const clock = { now: () => now };
  const vault = openVault(folder);
  const bot = await aBot(db);
  const host = newId();
  const pushed: string[] = [];
  const starts = new Map<string, OutsideStart>();
  const options: TriggersOptions = {
    ...{
      db,
      clock,
      vault,
      log: pino({ level: "silent" }),
      bells: {
        deliveries: createBell({ soonMs: 0 }),
        schedules: createBell({ soonMs: 0 }),
        polls: createBell({ soonMs: 0 }),
        watches: createBell({ soonMs: 0 }),
      },
    },
    events: { append: () => {} },
    audit: { record: async () => {} },
    known: knownSources({ db, vault, clock }),
    origin: () => "https://box.example",
    fetch: createOutboundFetch({
      outbound: createOutbound({ allowed: allowedNetworks(["127.0.0.0/8"]) ?? noNetworks }),
      ...{ timeLimitMs: 5_000, mostBytes: 1_000_000, leavesOrigin: true },
    }),
    places: {
      hostId: () => host,
      project: async () => ({ hostId: host, name: "Shop", path: folder }),
    },
    github: { login: async () => null, mayWrite: async () => false, paths: async () => [], ...github },
    bots: {
      get: async () => ({
        ...{ id: bot.id, version: 1, content: bot.content, enabled: bot.enabled },
        ...{ createdAt: now.toISOString(), updatedAt: now.toISOString() },
      }),
      namesOf: async () => new Map([[bot.id, bot.content.name]]),
      async begin(_, start) {
        if (bot.isSpent) throw new AppError("conflict", "executions.budget_spent", "The budget is spent");
        if (bot.breaks) throw new TypeError("a bug");
        if (bot.refuses) throw new AppError("invalid", "bots.template_invalid", "It makes nothing");
        starts.set(start.key, start);
        return executionOf(db, bot.id, start);
      },
      startedBy: async (key) => {
        const start = starts.get(key);
        return start === undefined ? null : executionOf(db, bot.id, start);
      },
      preview: async ({ prompt }, values) => `${prompt} ${JSON.stringify(values)}`,
      pushed: async (repository) => void pushed.push(repository),
      waiting: async () => bot.waiting,
      correlated: async () => bot.correlated,
    },
  };
  const triggers = createTriggersService(options);
  const sources = createSources(options);
  return {
    ...{ folder, options, triggers, sources, bot, starts, pushed, take: createTaking(options) },
    at: (time: string) => {
      now = new Date(time);
    },
    source: (style: SourceStyle, secret?: string) =>
      sources.make({ name: style, style, perMinute: 1_000, enabled: true, secret }, by),
    trigger: (content: z.input<typeof TriggerContent>) =>
      triggers.make(bot.id, { content: TriggerContent.parse(content), enabled: true }, by),
  };
}

/** The headers and the body of something that GitHub sends. */
export function fromGithub(secret: string, event: string, data: object, id: string = newId()) {
  const body = Buffer.from(JSON.stringify(data));
  const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  const headers = {
    "content-type": "application/json",
    "x-github-event": event,
    "x-github-delivery": id,
    "x-hub-signature-256": signature,
  };
  return [headers, body] as const;
}

/** A pull request as GitHub tells of it. */
export const aPullRequest = ({
  action = "opened",
  number = 7,
  login = "ada",
  title = "Paint it",
  base = "main",
} = {}) => ({
  action,
  number,
  repository: { full_name: "acme/shop" },
  sender: { login },
  pull_request: {
    ...{ number, title, body: "As asked for", html_url: `https://github.com/acme/shop/pull/${number}` },
    ...{ user: { login }, author_association: "NONE", head: { ref: "paint", sha: "a".repeat(40) } },
    base: { ref: base },
  },
});

async function aBot(db: TestDatabase) {
  const content = BotContent.parse({
    ...{ name: "Reviewer", prompt: "Look at {{ title }}", queue: 3 },
    variables: [
      { name: "title", default: "nothing" },
      { name: "number", default: "" },
    ],
  });
  const id = newId();
  await db.pool.query(
    `insert into bots (id, name, version, content, enabled, created_at, updated_at)
      values ($1, 'Reviewer', 1, '{}', true, now(), now())`,
    [id],
  );
  return {
    id,
    content,
    enabled: true,
    waiting: 0,
    correlated: 0,
    refuses: false,
    breaks: false,
    isSpent: false,
  };
}

/** By each key once. */
async function executionOf(db: TestDatabase, botId: string, { key }: OutsideStart): Promise<Execution> {
  const { rows } = await db.pool.query(
    `insert into executions (id, idempotency_key, bot_id, bot_name, bot_version, backend, access, workspace, prompt,
      concurrency, timeout_ms, state, actor, by_name, correlation_id, queued_at, given_values)
      values ($1, $2, $3, 'Reviewer', 1, 'claude', 'read', 'none', 'Go', 1, 1000, 'queued', 'a', 'a', 'c', now(), '{}')
      on conflict (idempotency_key) do update set bot_name = 'Reviewer' returning id`,
    [newId(), key, botId],
  );
  const { id } = z.object({ id: z.string() }).parse(rows[0]);
  const at = new Date().toISOString();
  return {
    ...{
      id,
      bot: { id: botId, name: "Reviewer", version: 1 },
      projectId: null,
      backend: "claude",
      model: null,
    },
    ...{ access: "read", workspace: "none", state: "queued", reason: null, errorClass: null, resetsAt: null },
    ...{ attempt: 0, waitsUntil: null },
    ...{
      by: "a",
      userId: null,
      queuedAt: at,
      startedAt: null,
      endedAt: null,
      deadline: null,
      pausedAt: null,
      asked: null,
    },
    usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, costMicros: null, estimated: false },
    log: { lines: 0, bytes: 0 },
  };
}
