import type { Bot, BotContent, changeBot, startBot } from "@signalbox/contract/bots";
import type { Page } from "@signalbox/contract/common";
import type { Checkout, Execution, ExecutionTarget } from "@signalbox/contract/executions";
import type { Outcome } from "@signalbox/contract/outcomes";
import type { BodyOf } from "@signalbox/contract/route";
import { z } from "zod";
import type { Clock } from "../../kernel/clock.ts";
import type { Db, Queryable, Tx } from "../../platform/database/database.ts";
import type { EventLog } from "../../platform/events/events.ts";
import { keysetCursor, pageOfRows } from "../../platform/http/cursor.ts";
import type { Audit } from "../auth/index.ts";
import type { ExecutionsModule, ExecutionWish } from "../executions/index.ts";
import { chainOf, promptOf } from "./asked.ts";
import { botErrors } from "./bots.errors.ts";
import {
  type BotRow,
  findBotNames,
  findBots,
  findUsualValues,
  findVersionOutcomes,
  presentBot,
} from "./bots.repository.ts";
import { checkoutOf } from "./checkout-of.ts";
import type { LookAround } from "./looking-around.ts";
import { snippetsOf } from "./snippets/snippets.repository.ts";
import type { WrittenBy } from "./tell-bot.ts";
import { renderFenced, renderTemplate } from "./template.ts";
import { botOf, createBotWriter } from "./write-bot.ts";

export interface BotsOptions {
  db: Db;
  events: Pick<EventLog, "append">;
  clock: Clock;
  audit: Pick<Audit, "record">;
  executions: Pick<ExecutionsModule["api"], "queue" | "startedBy">;
  /** @throws AppError `projects.not_found` */
  project(id: string): Promise<{ remote: string | null }>;
  lookAround: LookAround;
}

/** What is written in the transaction that puts an execution into the queue. */
type AlsoWritten = (tx: Tx, execution: Execution) => Promise<void>;

/** Who starts something. */
export type StartedBy = Omit<WrittenBy, "userId"> & { userId?: string | null | undefined };

/** A start without a person: what its values say came from outside. */
export interface OutsideStart {
  /** The same again is the same execution. */
  key: string;
  values: Record<string, string>;
  target: ExecutionTarget | null;
  /** What starts it, in a few words for people. */
  name: string;
  actor: string;
  correlationId: string;
  /** Whose it is; null where nobody is behind it. */
  userId: string | null;
}

export interface BotsService {
  list(page: { limit: number; cursor?: string | undefined }): Promise<Page<Bot>>;
  /** @throws AppError `bots.not_found` */
  get(id: string): Promise<Bot>;
  /** @throws AppError `bots.not_found`, `bots.disabled` */
  refuseDisabled(id: string): Promise<void>;
  /** By their ids; those that are gone are left out. */
  namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** @throws AppError `bots.template_invalid`, `projects.not_found` */
  make(content: BotContent, by: WrittenBy): Promise<Bot>;
  /** @throws AppError `bots.not_found`, `bots.stale`, `bots.template_invalid`, `projects.not_found` */
  change(id: string, wish: BodyOf<typeof changeBot>, by: WrittenBy): Promise<Bot>;
  /** @throws AppError `bots.…`, `executions.key_reused`, `projects.not_found` */
  start(id: string, wish: BodyOf<typeof startBot>, by: StartedBy): Promise<Execution>;
  /** With what `also` writes. @throws AppError `bots.…`, `projects.not_found` */
  begin(id: string, start: OutsideStart, also?: AlsoWritten): Promise<Execution>;
  /** What executions of one of its versions leave behind. */
  outcomesOf(read: Queryable, bot: { id: string; version: number }): Promise<readonly Outcome[]>;
  /** What the variables of one of its versions are where nothing is given. */
  usualValuesOf(bot: { id: string; version: number }): Promise<Readonly<Record<string, string>>>;
}

interface Asked {
  by: StartedBy;
  render: typeof renderTemplate;
  also?: AlsoWritten | undefined;
}

const cursors = keysetCursor("bots", z.tuple([z.string(), z.uuid()]));

export const createBotsService = (options: BotsOptions): BotsService => {
  const { db, audit, executions, lookAround } = options;
  const writer = createBotWriter(options);
  const queue = async (
    id: string,
    { key, values, target, checkout = { ref: null, base: null } }: BodyOf<typeof startBot>,
    { by, render, also = async () => {} }: Asked,
  ): Promise<Execution> => {
    const { name: byName, userId, ...cause } = by;
    const before = await executions.startedBy(key, id);
    if (before !== null) return before;
    const { version, content, enabled } = presentBot(await botOf(db.read, id));
    if (!enabled) throw botErrors.disabled(content.name);
    const asked = await render(content.prompt, content.variables, values, {
      snippets: await snippetsOf(db.read, content.prompt),
      around: await lookAround({ id, ...content }),
    });
    const { resultSchema, budget } = content;
    const prompt = promptOf(asked, resultSchema);
    const { name, access, allowed, askMinutes, workspace, projectId, concurrency } = content;
    const { timeoutMinutes, retries } = content;
    const wish: ExecutionWish = {
      ...{ key, bot: { id, name, version }, projectId, chain: chainOf(content), retries, access, askMinutes },
      ...{ workspace, prompt, allowed },
      ...{ checkout, values, target, resultSchema, budget, concurrency, timeoutMs: timeoutMinutes * 60_000 },
      by: { actor: cause.actor, name: byName, correlationId: cause.correlationId, userId },
    };
    return executions.queue(wish, async (tx, execution) => {
      await also(tx, execution);
      const subject = { kind: "execution", id: execution.id };
      const detail = { bot: name, version };
      await audit.record(tx, { ...cause, action: "execution.started", subject, detail });
    });
  };
  return {
    async list({ limit, cursor }) {
      const rows = await findBots(db.read, { after: cursors.decode(cursor), limit: limit + 1 });
      const page = pageOfRows(rows, limit, ({ lower_name, id }) => cursors.encode([lower_name, id]));
      return { ...page, items: page.items.map(presentBot) };
    },
    get: async (id) => presentBot(await botOf(db.read, id)),
    async refuseDisabled(id) {
      const { content, enabled } = presentBot(await botOf(db.read, id));
      if (!enabled) throw botErrors.disabled(content.name);
    },
    async namesOf(ids) {
      const rows = ids.length === 0 ? [] : await findBotNames(db.read, ids);
      return new Map(rows.map(({ id, name }) => [id, name]));
    },
    async make(content, by) {
      await writer.check(content);
      return db.transaction((tx) => writer.insert(tx, { content, enabled: true }, by));
    },
    async change(id, { version, content, enabled }, by) {
      await writer.check(content);
      return db.transaction((tx) => writer.update(tx, { id, version, content, enabled }, by));
    },
    start: (id, wish, by) => queue(id, wish, { by, render: renderTemplate }),
    async begin(id, { key, values, target, ...by }, also) {
      const checkout = await checkoutFor(await botOf(db.read, id), target, options);
      return queue(id, { key, values, target, checkout }, { by, render: renderFenced, also });
    },
    outcomesOf: findVersionOutcomes,
    usualValuesOf: (bot) => findUsualValues(db.read, bot),
  };
};

async function checkoutFor(
  row: BotRow,
  target: ExecutionTarget | null,
  { project }: Pick<BotsOptions, "project">,
): Promise<Checkout> {
  const { projectId } = presentBot(row).content;
  const about = target === null || projectId === null ? null : await project(projectId);
  return checkoutOf(target, about?.remote ?? null);
}
