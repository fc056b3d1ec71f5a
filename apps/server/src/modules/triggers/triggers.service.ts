import { Id, type Page } from "@signalbox/contract/common";
import type { BodyOf, ReplyOf } from "@signalbox/contract/route";
import {
  type changeTrigger,
  type createTrigger,
  type Firing,
  type Trigger,
  type TriggerContent,
  triggerCreated,
  triggerRemoved,
  triggerUpdated,
  type tryTrigger,
} from "@signalbox/contract/triggers";
import { newId } from "../../kernel/ids.ts";
import type { Tx } from "../../platform/database/database.ts";
import { newEvent } from "../../platform/events/events.ts";
import { keysetCursor, pageOfRows } from "../../platform/http/cursor.ts";
import type { Cause } from "../../platform/http/http.ts";
import { checking } from "./check-trigger.ts";
import { findDelivery } from "./deliveries/deliveries.repository.ts";
import { decide, seenOf } from "./deliveries/handle.ts";
import { findFirings, presentFiring } from "./firing/firings.repository.ts";
import type { TriggersOptions } from "./options.ts";
import { asksSameOrigin, comparesTheSame } from "./polls/decide-poll.ts";
import { nextDue } from "./schedules/cron.ts";
import { triggerErrors } from "./triggers.errors.ts";
import {
  authorizationPlace,
  contentOf,
  deleteTrigger,
  findTrigger,
  findTriggers,
  insertTrigger,
  lockTrigger,
  presentTrigger,
  type TriggerRow,
  updateAuthorization,
  updateTrigger,
} from "./triggers.repository.ts";

export interface TriggersService {
  list(page: {
    limit: number;
    cursor?: string | undefined;
    botId?: string | undefined;
  }): Promise<Page<Trigger>>;
  /** @throws AppError `bots.not_found`, `triggers.…` */
  make(botId: string, wish: BodyOf<typeof createTrigger>, by: Cause): Promise<Trigger>;
  /** @throws AppError `triggers.…` */
  change(id: string, wish: BodyOf<typeof changeTrigger>, by: Cause): Promise<Trigger>;
  /** @throws AppError `triggers.not_found`, `triggers.not_polled` */
  authorize(id: string, authorization: string | null, by: Cause): Promise<Trigger>;
  /** @throws AppError `triggers.not_found` */
  remove(id: string, by: Cause): Promise<void>;
  /** @throws AppError `bots.not_found`, `triggers.…` */
  try(botId: string, wish: BodyOf<typeof tryTrigger>): Promise<ReplyOf<typeof tryTrigger>>;
  /** @throws AppError `triggers.not_found` */
  firings(id: string, page: { limit: number; cursor?: string | undefined }): Promise<Page<Firing>>;
}

const cursors = keysetCursor("triggers", Id);
const firingCursors = keysetCursor("firings", Id);

/** Whoever looks after such triggers looks now. */
function ringFor({ kind }: TriggerContent, bells: TriggersOptions["bells"]): void {
  if (kind === "poll") bells.polls.ring();
  if (kind === "watch") bells.watches.ring();
  if (kind === "schedule") bells.schedules.ring();
}

export function createTriggersService(options: TriggersOptions): TriggersService {
  const { db, clock, bots, bells } = options;
  const check = checking(options);
  const nextOf = (id: string, content: TriggerContent, enabled: boolean) => {
    if (content.kind === "poll" && enabled) return { nextAt: clock.now(), dueAt: clock.now() };
    return content.kind === "schedule" && enabled ? nextDue(content, id, clock.now()) : null;
  };
  const tell = telling(options);
  const rowOf = async (id: string): Promise<TriggerRow> => there(await findTrigger(db.read, id), id);
  return {
    async list({ limit, cursor, botId }) {
      const rows = await findTriggers(db.read, { after: cursors.decode(cursor), limit: limit + 1, botId });
      const page = pageOfRows(rows, limit, ({ id }) => cursors.encode(id));
      return { ...page, items: page.items.map(presentTrigger) };
    },
    async make(botId, { content, enabled }, by) {
      await check(botId, content);
      const [id, at] = [newId(), clock.now()];
      const userId = by.userId ?? null;
      const written = { id, botId, userId, content, enabled, at, next: nextOf(id, content, enabled) };
      const row = await db.transaction(async (tx) => {
        const made = await insertTrigger(tx, written);
        await tell(tx, triggerCreated)(made, by);
        return made;
      });
      ringFor(content, bells);
      return presentTrigger(row);
    },
    async change(id, { content, enabled }, by) {
      await check((await rowOf(id)).bot_id, content);
      const written = { id, content, enabled, at: clock.now(), next: nextOf(id, content, enabled) };
      const row = await db.transaction(async (tx) => {
        // Somebody else may have changed it meanwhile.
        const before = there(await lockTrigger(tx, id), id);
        const kept = {
          keepsAuthorization: asksSameOrigin(contentOf(before), content),
          keepsSeen: enabled && before.enabled && comparesTheSame(contentOf(before), content),
        };
        const changed = there(await updateTrigger(tx, { ...written, ...kept }), id);
        await tell(tx, triggerUpdated)(changed, by);
        return changed;
      });
      ringFor(content, bells);
      return presentTrigger(row);
    },
    authorize: authorizing(options),
    async remove(id, by) {
      await db.transaction(async (tx) => {
        const removed = there(await deleteTrigger(tx, id), id);
        await tell(tx, triggerRemoved)(removed, by);
      });
    },
    async try(botId, { content, deliveryId }) {
      await check(botId, content);
      if (!("sourceId" in content)) throw triggerErrors.notTried(content.kind);
      const row = await findDelivery(db.read, deliveryId);
      if (row === undefined || row.body === null) throw triggerErrors.deliveryNotFound(deliveryId);
      const decision = await decide(content, seenOf(row), options);
      if (!decision.matches) return { ...decision, prompt: null };
      const prompt = await bots.preview((await bots.get(botId)).content, decision.values);
      return { matches: true, reason: decision.what, prompt };
    },
    async firings(id, { limit, cursor }) {
      const { bot_id } = await rowOf(id);
      const names = await bots.namesOf([bot_id]);
      const window = { triggerId: id, before: firingCursors.decode(cursor), limit: limit + 1 };
      const page = pageOfRows(await findFirings(db.read, window), limit, (row) =>
        firingCursors.encode(row.id),
      );
      return { ...page, items: page.items.map((row) => presentFiring(row, names)) };
    },
  };
}

/** Tells the log and the audit of it. */
const telling =
  ({ clock, events, audit }: Pick<TriggersOptions, "clock" | "events" | "audit">) =>
  (tx: Tx, definition: typeof triggerCreated | typeof triggerUpdated | typeof triggerRemoved) =>
  async (row: TriggerRow, by: Cause) => {
    const subject = { kind: "trigger", id: row.id };
    const context = { at: clock.now(), actor: by.actor, correlationId: by.correlationId, subject };
    const data = { triggerId: row.id, botId: row.bot_id, kind: row.kind };
    events.append(tx, newEvent<string, typeof triggerCreated.data>(definition, context, data));
    await audit.record(tx, { ...by, action: definition.type, subject, detail: { ...data } });
  };

const authorizing = (options: TriggersOptions): TriggersService["authorize"] => {
  const { db, clock, vault, bells } = options;
  const tell = telling(options);
  return async (id, authorization, by) => {
    const before = there(await findTrigger(db.read, id), id);
    if (before.kind !== "poll") throw triggerErrors.notPolled();
    const sealed = authorization === null ? null : await vault.seal(authorizationPlace(id), authorization);
    const row = await db.transaction(async (tx) => {
      const changed = there(await updateAuthorization(tx, { id, sealed, at: clock.now() }), id);
      await tell(tx, triggerUpdated)(changed, by);
      return changed;
    });
    bells.polls.ring();
    return presentTrigger(row);
  };
};

function there(row: TriggerRow | undefined, id: string): TriggerRow {
  if (row === undefined) throw triggerErrors.notFound(id);
  return row;
}
