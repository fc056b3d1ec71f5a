import type { Page } from "@signalbox/contract/common";
import type { ParkedSignal } from "@signalbox/contract/signals";
import { z } from "zod";
import { AppError } from "../../../kernel/errors.ts";
import type { Db, Tx } from "../../../platform/database/database.ts";
import { keysetCursor, pageOfRows } from "../../../platform/http/cursor.ts";
import type { Cause } from "../../../platform/http/http.ts";
import type { Audit } from "../../auth/index.ts";
import { hear } from "../intake/receive-hook.ts";
import type { SignalWriter } from "../intake/writer.ts";
import { errorOf, findOneParked, findParked, forgetParked } from "./parked.repository.ts";

export interface ParkedOptions {
  db: Db;
  writer: Pick<SignalWriter, "write">;
  audit: Audit;
}

/** Signals that could not be applied, and what an operator does about them. Every act is audited. */
export interface ParkedSignals {
  list(page: { limit: number; cursor?: string | undefined }): Promise<Page<ParkedSignal>>;
  /** @throws AppError `signals.not_parked`, `signals.malformed`, `signals.not_applied` */
  apply(id: string, cause: Cause): Promise<void>;
  /** @throws AppError `signals.not_parked` */
  discard(id: string, cause: Cause): Promise<void>;
}

const cursors = keysetCursor("parked-signals", z.uuid());

const errors = {
  notParked: (id: string) => new AppError("not_found", "signals.not_parked", `No parked signal ${id}`),
  notApplied: (reason: string) =>
    new AppError("conflict", "signals.not_applied", `It could not be applied either: ${reason}`),
};

export const createParkedSignals = ({ db, writer, audit }: ParkedOptions): ParkedSignals => {
  const get = async (id: string): Promise<ParkedSignal> => {
    const signal = await findOneParked(db.read, id);
    if (signal === undefined) throw errors.notParked(id);
    return signal;
  };
  /** Takes a parked signal away, with the entry of why. */
  const settle = async (signal: ParkedSignal, action: string, cause: Cause): Promise<void> => {
    const { id, backend, event, error } = signal;
    const subject = { kind: "signal", id };
    await db.transaction(async (tx: Tx) => {
      if (!(await forgetParked(tx, id))) throw errors.notParked(id);
      await audit.record(tx, { ...cause, action, subject, detail: { backend, event, error } });
    });
  };
  /** Sends it through the intake once more, as it is stored. */
  const applyAnew = async ({ backend, payload, receivedAt, correlationId }: ParkedSignal): Promise<void> => {
    const body = Buffer.from(JSON.stringify(payload));
    const heard = hear({ backend, body, headers: {}, correlationId }, { now: () => new Date(receivedAt) });
    await writer.write(heard);
    const error = await errorOf(db.read, heard.id);
    if (error === null) return;
    // It was parked once more; the one that was there before stays.
    await db.transaction((tx) => forgetParked(tx, heard.id));
    throw errors.notApplied(error);
  };
  return {
    async list({ limit, cursor }) {
      const rows = await findParked(db.read, { before: cursors.decode(cursor), limit: limit + 1 });
      return pageOfRows(rows, limit, ({ id }) => cursors.encode(id));
    },
    async apply(id, cause) {
      const signal = await get(id);
      await applyAnew(signal);
      await settle(signal, "signal.applied", cause);
    },
    discard: async (id, cause) => settle(await get(id), "signal.discarded", cause),
  };
};
