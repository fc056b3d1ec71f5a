import type { Page } from "@signalbox/contract/common";
import type { BodyOf, ReplyOf } from "@signalbox/contract/route";
import {
  type createSubscriber,
  type Subscriber,
  subscriberChanged,
  subscriberCreated,
  subscriberRemoved,
} from "@signalbox/contract/subscribers";
import { z } from "zod";
import { newId } from "../../kernel/ids.ts";
import type { Tx } from "../../platform/database/database.ts";
import { newEvent } from "../../platform/events/events.ts";
import { keysetCursor, pageOfRows } from "../../platform/http/cursor.ts";
import type { Cause } from "../../platform/http/http.ts";
import { newSigningSecret } from "../../platform/outbound/signed-webhook.ts";
import type { SubscribersOptions } from "./options.ts";
import { subscriberErrors } from "./subscribers.errors.ts";
import {
  countMessages,
  deleteSubscriber,
  findSubscribers,
  insertSubscriber,
  placeOf,
  presentSubscriber,
  replaceSecret,
  type SubscriberContent,
  type SubscriberRow,
  updateSubscriber,
} from "./subscribers.repository.ts";

type Wish = BodyOf<typeof createSubscriber>;
type WithSecret = ReplyOf<typeof createSubscriber>;

export interface SubscribersService {
  list(page: { limit: number; cursor?: string | undefined }): Promise<Page<Subscriber>>;
  /** @throws AppError `projects.not_found`, `bots.not_found` */
  make(wish: Wish, by: Cause): Promise<WithSecret>;
  /** @throws AppError `subscribers.not_found`, `projects.not_found`, `bots.not_found` */
  change(id: string, wish: Wish, by: Cause): Promise<Subscriber>;
  /** @throws AppError `subscribers.not_found` */
  renewSecret(id: string, by: Cause): Promise<WithSecret>;
  /** @throws AppError `subscribers.not_found` */
  remove(id: string, by: Cause): Promise<void>;
}

/** So long receivers may take to be given the new one. */
const formerMs = 24 * 60 * 60_000;
const cursors = keysetCursor("subscribers", z.tuple([z.string(), z.uuid()]));

export function createSubscribersService(options: SubscribersOptions): SubscribersService {
  const { db, clock, vault } = options;
  const present = async (rows: readonly SubscriberRow[]): Promise<Subscriber[]> => {
    const counted = await countMessages(
      db.read,
      rows.map(({ id }) => id),
    );
    return rows.map((row) =>
      presentSubscriber(row, counted.get(row.id) ?? { waiting: 0, dead: 0 }, clock.now()),
    );
  };
  const presentOne = async (row: SubscriberRow) => {
    const [one] = await present([row]);
    return there(row.id, one);
  };
  return {
    async list({ limit, cursor }) {
      const rows = await findSubscribers(db.read, { after: cursors.decode(cursor), limit: limit + 1 });
      const page = pageOfRows(rows, limit, ({ lower_name, id }) => cursors.encode([lower_name, id]));
      return { ...page, items: await present(page.items) };
    },
    async make(wish, by) {
      await check(wish, options);
      const [id, secret] = [newId(), newSigningSecret()];
      const sealed = await vault.seal(placeOf(id), secret);
      const row = await db.transaction(async (tx) => {
        const made = await insertSubscriber(tx, { ...wish, id, sealed, actor: by.actor, at: clock.now() });
        await tell(tx, by, { action: "subscriber.created", told: subscriberCreated, row: made }, options);
        return made;
      });
      return { ...(await presentOne(row)), secret };
    },
    async change(id, wish, by) {
      await check(wish, options);
      const row = await db.transaction(async (tx) => {
        const changed = there(id, await updateSubscriber(tx, id, { ...wish, at: clock.now() }));
        await tell(tx, by, { action: "subscriber.updated", told: subscriberChanged, row: changed }, options);
        return changed;
      });
      return presentOne(row);
    },
    async renewSecret(id, by) {
      const secret = newSigningSecret();
      const [sealed, at] = [await vault.seal(placeOf(id), secret), clock.now()];
      const formerUntil = new Date(at.getTime() + formerMs);
      const row = await db.transaction(async (tx) => {
        const changed = there(id, await replaceSecret(tx, id, { sealed, formerUntil, at }));
        const renewed = { action: "subscriber.secret_renewed", told: subscriberChanged, row: changed };
        await tell(tx, by, renewed, options);
        return changed;
      });
      return { ...(await presentOne(row)), secret };
    },
    async remove(id, by) {
      await db.transaction(async (tx) => {
        const row = there(id, await deleteSubscriber(tx, id));
        await tell(tx, by, { action: "subscriber.removed", told: subscriberRemoved, row }, options);
      });
    },
  };
}

function there<T>(id: string, found: T | undefined): T {
  if (found === undefined) throw subscriberErrors.notFound(id);
  return found;
}

async function check({ projectId, botId }: SubscriberContent, { project, bot }: SubscribersOptions) {
  if (projectId !== null) await project(projectId);
  if (botId !== null) await bot(botId);
}

interface Told {
  action: string;
  told: typeof subscriberCreated | typeof subscriberChanged | typeof subscriberRemoved;
  row: SubscriberRow;
}

/** The address may hold a key: it is told to nobody. */
async function tell(
  tx: Tx,
  by: Cause,
  { action, told, row: { id, name } }: Told,
  { events, audit, clock }: Pick<SubscribersOptions, "events" | "audit" | "clock">,
): Promise<void> {
  const subject = { kind: "subscriber", id };
  await audit.record(tx, { ...by, action, subject, detail: { name } });
  const context = { at: clock.now(), actor: by.actor, subject, correlationId: by.correlationId };
  events.append(
    tx,
    newEvent<string, typeof subscriberCreated.data>(told, context, { subscriberId: id, name, reason: null }),
  );
}
