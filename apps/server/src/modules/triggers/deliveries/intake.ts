import type { Db } from "../../../platform/database/database.ts";
import { triggerErrors } from "../triggers.errors.ts";
import type { ReadDelivery } from "./read-delivery.ts";

/** A delivery that was proved, about to be stored. */
export interface Incoming extends ReadDelivery {
  id: string;
  sourceId: string;
  at: Date;
  /** By what it is known when it comes again. */
  dedupeKey: string;
  /** A body that came since then is the same delivery; null where the id alone tells. */
  sameBodySince: Date | null;
}

/** What became of it: stored, or known already. */
export interface Stored {
  deliveryId: string;
  duplicate: boolean;
}

interface Waiting {
  delivery: Incoming;
  settle(outcome: Promise<Stored>): void;
}

/** Of one statement; and what may wait in memory while others are stored. */
const most = { rows: 50, bytes: 16_000_000, waitingBytes: 200_000_000 };

/**
 * Stores deliveries, those that come while others are being stored together: one commit for many is what lets a burst
 * in. Each is answered once it is durable.
 */
export class Intake {
  readonly #db: Db;
  readonly #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #storing: Promise<void> | undefined;

  constructor(db: Db) {
    this.#db = db;
  }

  /** @throws AppError `triggers.busy` */
  store(delivery: Incoming): Promise<Stored> {
    if (this.#waitingBytes > most.waitingBytes) throw triggerErrors.busy();
    this.#waitingBytes += delivery.bytes;
    const { promise, resolve } = Promise.withResolvers<Stored>();
    this.#waiting.push({ delivery, settle: resolve });
    this.#storing ??= this.#storeAll().finally(() => {
      this.#storing = undefined;
    });
    return promise;
  }

  #take(): Waiting[] {
    let count = 1;
    while (
      count < most.rows &&
      count < this.#waiting.length &&
      sizeOf(this.#waiting.slice(0, count)) < most.bytes
    )
      count++;
    const batch = this.#waiting.splice(0, count);
    this.#waitingBytes -= sizeOf(batch);
    return batch;
  }

  async #storeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#take();
      const stored = storeDeliveries(
        this.#db,
        batch.map(({ delivery }) => delivery),
      );
      for (const { delivery, settle } of batch) settle(stored.then((known) => outcomeOf(delivery, known)));
      await stored.catch(() => {});
    }
  }
}

const sizeOf = (batch: readonly Waiting[]): number =>
  batch.reduce((sum, { delivery }) => sum + delivery.bytes, 0);

function outcomeOf({ id }: Incoming, known: ReadonlyMap<string, string>): Stored {
  const deliveryId = known.get(id);
  if (deliveryId === undefined) throw new Error("A delivery was neither stored nor known");
  return { deliveryId, duplicate: deliveryId !== id };
}

/** By the id of each, the one that it is stored as: itself, or the one that it repeats. */
async function storeDeliveries(db: Db, all: readonly Incoming[]): Promise<ReadonlyMap<string, string>> {
  const inserted = await db.write({ name: "deliveries_store", text: store, values: columnsOf(firsts(all)) });
  const known = new Map(inserted.map(({ id }) => [String(id), String(id)]));
  const again = all.filter(({ id }) => !known.has(id));
  if (again.length === 0) return known;
  const found = await db.write({ name: "deliveries_again", text: countAgain, values: columnsOf(again) });
  for (const { id, known_id } of found) known.set(String(id), String(known_id));
  return known;
}

/** Those that repeat another one of the same statement would not see it. */
function firsts(all: readonly Incoming[]): Incoming[] {
  const seen = new Set<string>();
  return all.filter(({ sourceId, digest, dedupeKey, sameBodySince }) => {
    const marks = [`${sourceId} ${dedupeKey}`, ...(sameBodySince === null ? [] : [`${sourceId} ${digest}`])];
    const isFirst = !marks.some((mark) => seen.has(mark));
    for (const mark of marks) seen.add(mark);
    return isFirst;
  });
}

const given = `unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::text[], $8::int[],
  $9::text[], $10::timestamptz[], $11::timestamptz[])
  as given (id, source_id, dedupe_key, external_id, event, headers, body, bytes, digest, at, same_since)`;

const store = `
  insert into triggers_deliveries (id, source_id, dedupe_key, external_id, event, state, headers, body, bytes, digest, at)
  select id, source_id, dedupe_key, external_id, event, 'received', headers, body, bytes, digest, at from ${given}
  where not exists (
    select from triggers_deliveries old
    where old.source_id = given.source_id and old.digest = given.digest and old.at >= given.same_since
      and old.dedupe_key is not null
  )
  on conflict (source_id, dedupe_key) do nothing
  returning id`;

const countAgain = `
  with again as (
    select given.id, coalesce(by_key.id, by_body.id) as known_id
    from ${given}
    left join triggers_deliveries by_key on by_key.source_id = given.source_id and by_key.dedupe_key = given.dedupe_key
    left join lateral (
      select old.id from triggers_deliveries old
      where old.source_id = given.source_id and old.digest = given.digest and old.at >= given.same_since
        and old.dedupe_key is not null
      order by old.at limit 1
    ) by_body on true
  ), counted as (
    update triggers_deliveries set duplicates = duplicates + repeats.count
    from (select known_id, count(*)::int as count from again group by known_id) repeats
    where triggers_deliveries.id = repeats.known_id
  )
  select id, known_id from again where known_id is not null`;

const columnsOf = (all: readonly Incoming[]): unknown[] => [
  all.map(({ id }) => id),
  all.map(({ sourceId }) => sourceId),
  all.map(({ dedupeKey }) => dedupeKey),
  all.map(({ externalId }) => externalId),
  all.map(({ event }) => event),
  all.map(({ headers }) => JSON.stringify(headers)),
  all.map(({ body }) => body),
  all.map(({ bytes }) => bytes),
  all.map(({ digest }) => digest),
  all.map(({ at }) => at),
  all.map(({ sameBodySince }) => sameBodySince),
];
