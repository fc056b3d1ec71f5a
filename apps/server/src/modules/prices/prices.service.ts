import { setTimeout as delay } from "node:timers/promises";
import { Id, type Page } from "@signalbox/contract/common";
import type { ModelPrice, NewPrice, WrittenPrice } from "@signalbox/contract/prices";
import type { Logger } from "pino";
import { z } from "zod";
import type { Clock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import type { Service } from "../../kernel/module.ts";
import { redactText } from "../../kernel/redact.ts";
import type { Db } from "../../platform/database/database.ts";
import { keysetCursor, pageOfRows } from "../../platform/http/cursor.ts";
import type { Cause } from "../../platform/http/http.ts";
import type { Audit } from "../auth/index.ts";
import type { Spent } from "../backends/index.ts";
import { costInForce } from "./in-force.ts";
import { priceErrors } from "./prices.errors.ts";
import {
  endPrice,
  findHolding,
  findWritten,
  insertPrice,
  type KnownPrice,
  mostPrices,
  presentWritten,
} from "./prices.repository.ts";
import { pricesNow } from "./prices-now.ts";

export interface PricesOptions {
  db: Db;
  clock: Clock;
  log: Logger;
  audit: Pick<Audit, "record">;
}

type Window = { limit: number; cursor?: string | undefined };
type WrittenBy = Cause & { name: string };

export interface PricesService extends Service {
  list(page: Window): Promise<Page<ModelPrice>>;
  written(page: Window): Promise<Page<WrittenPrice>>;
  /** @throws AppError `prices.too_many` */
  make(price: NewPrice, by: WrittenBy): Promise<WrittenPrice>;
  /** @throws AppError `prices.not_found` */
  remove(id: string, by: WrittenBy): Promise<void>;
  /** What an answer costs, by what this node knows to be in force at a time; without one, now. */
  costOf(spent: Spent, at?: Date): number | null;
}

/** Another node may have written one. */
const readEveryMs = 5_000;

const byModel = keysetCursor("prices", z.string());
const byAge = keysetCursor("written_prices", Id);

export const createPricesService = ({ db, clock, log, audit }: PricesOptions): PricesService => {
  let known: readonly KnownPrice[] = [];
  const read = async () => {
    known = await findHolding(db.read);
  };
  const stopping = new AbortController();
  const { signal } = stopping;
  let reading = Promise.resolve();
  const readOn = async () => {
    while (!signal.aborted) {
      await delay(readEveryMs, undefined, { signal, ref: false }).catch(() => {});
      if (!signal.aborted)
        await read().catch((error: unknown) => log.warn({ err: error }, "prices could not be read"));
    }
  };
  const about = (id: string) => ({ subject: { kind: "price", id } });
  return {
    name: "prices",
    async start() {
      await read();
      reading = readOn();
    },
    async stop() {
      stopping.abort();
      await reading;
    },
    async list({ limit, cursor }) {
      const after = byModel.decode(cursor);
      const all = pricesNow(await findHolding(db.read), clock.now());
      const left = after === undefined ? all : all.filter(({ model }) => model > after);
      return pageOfRows(left.slice(0, limit + 1), limit, ({ model }) => byModel.encode(model));
    },
    async written({ limit, cursor }) {
      const rows = await findWritten(db.read, { before: byAge.decode(cursor), limit: limit + 1 });
      const page = pageOfRows(rows, limit, ({ id }) => byAge.encode(id));
      return { ...page, items: page.items.map(presentWritten) };
    },
    async make(price, { name, ...by }) {
      const safe = { ...price, source: redactText(price.source) };
      const row = await db.transaction(async (tx) => {
        if ((await findHolding(tx)).length >= mostPrices) throw priceErrors.tooMany(mostPrices);
        const made = await insertPrice(tx, { id: newId(), price: safe, at: clock.now(), by: name });
        await audit.record(tx, { ...by, action: "price.created", ...about(made.id), detail: { ...safe } });
        return made;
      });
      await read();
      return presentWritten(row);
    },
    async remove(id, { name, ...by }) {
      await db.transaction(async (tx) => {
        const row = await endPrice(tx, { id, at: clock.now(), by: name });
        if (row === undefined) throw priceErrors.notFound(id);
        const detail = { model: row.model };
        await audit.record(tx, { ...by, action: "price.removed", ...about(id), detail });
      });
      await read();
    },
    costOf: (spent, at = clock.now()) => costInForce(known, spent, at),
  };
};
