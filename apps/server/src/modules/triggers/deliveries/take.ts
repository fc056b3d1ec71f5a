import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { AppError } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/ids.ts";
import type { TriggersOptions } from "../options.ts";
import type { KnownSource } from "../sources/known-sources.ts";
import { triggerErrors } from "../triggers.errors.ts";
import { storeRefused } from "./deliveries.repository.ts";
import { Intake, type Stored } from "./intake.ts";
import { prove } from "./prove.ts";
import { readDelivery } from "./read-delivery.ts";

/** A delivery came too soon behind others. */
export class TooManyDeliveries extends AppError {
  readonly seconds: number;

  constructor(seconds: number) {
    const { kind, code, message } = triggerErrors.tooMany(seconds);
    super(kind, code, message);
    this.seconds = seconds;
  }
}

/** A body that comes again within this, without an id of its own, is the same delivery. */
const sameBodyMs = 10 * 60_000;
/** Where the id is no part of what is signed, somebody may send what he heard again under another one. */
const sameSignedBodyMs = 24 * 60 * 60_000;

/**
 * Stores what a source sent, once; what triggers make of it comes behind.
 * @throws TooManyDeliveries, AppError `triggers.…`
 */
export type TakeDelivery = (sourceId: string, headers: IncomingHttpHeaders, body: Buffer) => Promise<Stored>;

export function createTaking({ db, clock, bells, known, log }: TriggersOptions): TakeDelivery {
  const intake = new Intake(db);
  const refuse = async (source: KnownSource, body: Buffer, error: unknown) => {
    if (!(error instanceof AppError) || !known.isNoted(source)) return;
    const digest = createHash("sha256").update(body).digest("hex");
    const refused = {
      id: newId(),
      sourceId: source.id,
      reason: error.message,
      bytes: body.length,
      digest,
      at: clock.now(),
    };
    await storeRefused(db, refused).catch((err: unknown) =>
      log.warn({ err }, "a refused delivery was not noted"),
    );
  };
  return async (sourceId, headers, body) => {
    const source = await known.get(sourceId);
    if (source === null || !source.enabled) throw triggerErrors.sourceNotFound();
    const at = clock.now();
    const read = await attempt(
      () => {
        prove(source.style, source.secret, { headers, body });
        return readDelivery(source.style, headers, body);
      },
      (error) => refuse(source, body, error),
    );
    const seconds = known.count(source);
    if (seconds !== null) throw new TooManyDeliveries(seconds);
    const stored = await intake.store({ ...read, id: newId(), sourceId, at, ...sameAs(source, read, at) });
    if (!stored.duplicate) bells.deliveries.ring();
    return stored;
  };
}

/** By what it is known when it comes again. */
function sameAs({ style }: KnownSource, read: { externalId: string | null; digest: string }, at: Date) {
  const { externalId, digest } = read;
  if (externalId === null) {
    const window = Math.floor(at.getTime() / sameBodyMs);
    return { dedupeKey: `body ${digest} ${window}`, sameBodySince: new Date(at.getTime() - sameBodyMs) };
  }
  const isSigned = style === "standard";
  const isSecret = style === "bearer" || style === "gitlab";
  const sameBodySince = isSigned || isSecret ? null : new Date(at.getTime() - sameSignedBodyMs);
  return { dedupeKey: `id ${externalId}`, sameBodySince };
}

async function attempt<T>(work: () => T, failed: (error: unknown) => Promise<void>): Promise<T> {
  try {
    return work();
  } catch (error) {
    await failed(error);
    throw error;
  }
}
