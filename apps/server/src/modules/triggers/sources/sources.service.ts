import type { Page } from "@signalbox/contract/common";
import type { changeSource, createSource, Source, SourceStyle } from "@signalbox/contract/deliveries";
import type { BodyOf, ReplyOf } from "@signalbox/contract/route";
import { Webhook } from "standardwebhooks";
import { z } from "zod";
import { messageOf } from "../../../kernel/errors.ts";
import { newId, newSecret } from "../../../kernel/ids.ts";
import type { Tx } from "../../../platform/database/database.ts";
import { keysetCursor, pageOfRows } from "../../../platform/http/cursor.ts";
import type { Cause } from "../../../platform/http/http.ts";
import { newSigningSecret } from "../../../platform/outbound/signed-webhook.ts";
import type { TriggersOptions } from "../options.ts";
import { triggerErrors } from "../triggers.errors.ts";
import {
  deleteSource,
  findSource,
  findSources,
  insertSource,
  isNeeded,
  placeOf,
  presentSource,
  type SourceRow,
  updateSource,
} from "./sources.repository.ts";

type WithSecret = ReplyOf<typeof createSource>;

export interface SourcesService {
  list(page: { limit: number; cursor?: string | undefined }): Promise<Page<Source>>;
  /** @throws AppError `triggers.secret_unfit` */
  make(wish: BodyOf<typeof createSource>, by: Cause): Promise<WithSecret>;
  /** @throws AppError `triggers.source_not_found` */
  change(id: string, wish: BodyOf<typeof changeSource>, by: Cause): Promise<Source>;
  /** @throws AppError `triggers.source_not_found`, `triggers.secret_unfit` */
  renewSecret(id: string, secret: string | undefined, by: Cause): Promise<WithSecret>;
  /** @throws AppError `triggers.source_not_found`, `triggers.source_needed` */
  remove(id: string, by: Cause): Promise<void>;
}

const cursors = keysetCursor("sources", z.tuple([z.string(), z.uuid()]));

export function createSources({ db, clock, audit, vault, origin, known }: TriggersOptions): SourcesService {
  const present = (row: SourceRow) => presentSource(row, origin());
  const record = (tx: Tx, by: Cause, action: string, { id, name, style }: SourceRow) =>
    audit.record(tx, { ...by, action, subject: { kind: "source", id }, detail: { name, style } });
  const there = (row: SourceRow | undefined): SourceRow => {
    if (row === undefined) throw triggerErrors.sourceNotFound();
    return row;
  };
  return {
    async list({ limit, cursor }) {
      const rows = await findSources(db.read, { after: cursors.decode(cursor), limit: limit + 1 });
      const page = pageOfRows(rows, limit, ({ lower_name, id }) => cursors.encode([lower_name, id]));
      return { ...page, items: page.items.map(present) };
    },
    async make({ secret: given, ...wish }, by) {
      const [id, secret] = [newId(), fitSecret(wish.style, given)];
      const sealed = await vault.seal(placeOf(id), secret);
      const row = await db.transaction(async (tx) => {
        const made = await insertSource(tx, { ...wish, id, secret: sealed, at: clock.now() });
        await record(tx, by, "source.created", made);
        return made;
      });
      return { ...present(row), secret };
    },
    async change(id, wish, by) {
      const row = await db.transaction(async (tx) => {
        const changed = there(await updateSource(tx, id, { ...wish, at: clock.now() }));
        await record(tx, by, "source.updated", changed);
        return changed;
      });
      known.forget(id);
      return present(row);
    },
    async renewSecret(id, given, by) {
      const secret = fitSecret(there(await findSource(db.read, id)).style, given);
      const sealed = await vault.seal(placeOf(id), secret);
      const row = await db.transaction(async (tx) => {
        const changed = there(await updateSource(tx, id, { secret: sealed, at: clock.now() }));
        await record(tx, by, "source.secret_renewed", changed);
        return changed;
      });
      known.forget(id);
      return { ...present(row), secret };
    },
    async remove(id, by) {
      await db.transaction(async (tx) => {
        const row = there(await findSource(tx, id));
        if (await isNeeded(tx, id)) throw triggerErrors.sourceNeeded(row.name);
        await deleteSource(tx, id);
        await record(tx, by, "source.removed", row);
      });
      known.forget(id);
    },
  };
}

/** The secret that was given, if it will do for the style; else a new one. */
function fitSecret(style: SourceStyle, given: string | undefined): string {
  if (style !== "standard") return given ?? newSecret("sbs");
  const secret = given ?? newSigningSecret();
  try {
    new Webhook(secret);
    return secret;
  } catch (error) {
    throw triggerErrors.secretUnfit(
      `No secret of Standard Webhooks (whsec_ and base64): ${messageOf(error)}`,
    );
  }
}
