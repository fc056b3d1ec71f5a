import type { SavedView, ViewSettings } from "@signalbox/contract/admin";
import type { Page } from "@signalbox/contract/common";
import { z } from "zod";
import type { Clock } from "../../../kernel/clock.ts";
import type { Db } from "../../../platform/database/database.ts";
import { keysetCursor, pageOfRows } from "../../../platform/http/cursor.ts";
import type { Cause } from "../../../platform/http/http.ts";
import type { Audit } from "../../auth/index.ts";
import { adminErrors } from "../admin.errors.ts";
import type { GivenSelection } from "../selection/read-selection.ts";
import {
  deleteView,
  findView,
  insertView,
  isNameTaken,
  listViews,
  lockView,
  presentView,
  updateView,
  type ViewChange,
  type ViewKey,
} from "./saved-views.repository.ts";

export interface SavedViewsOptions {
  db: Db;
  clock: Clock;
  audit: Audit["record"];
  /** Fails where a table has no such columns, or can't be compared or ordered like that. */
  check(table: string, settings: GivenSelection): Promise<unknown>;
}

/** Who asks, whose views are theirs, and the request they came with. */
export interface Asker extends Cause {
  owner: string;
}

export interface NewView {
  table: string;
  name: string;
  shared: boolean;
  settings: ViewSettings;
}

export interface SavedViews {
  list(
    owner: string,
    wanted: { table?: string | undefined; cursor?: string | undefined; limit: number },
  ): Promise<Page<SavedView>>;
  create(asker: Asker, view: NewView): Promise<SavedView>;
  change(asker: Asker, id: string, change: ViewChange): Promise<SavedView>;
  delete(asker: Asker, id: string): Promise<void>;
}

const Key: z.ZodType<ViewKey> = z.tuple([z.string(), z.string(), z.uuid()]);
const cursors = keysetCursor("saved views", Key);

export const createSavedViews = ({ db, clock, audit, check }: SavedViewsOptions): SavedViews => ({
  async list(owner, { table, cursor, limit }) {
    const after = cursors.decode(cursor);
    const rows = await listViews(db.read, { owner, table, after, limit: limit + 1 });
    const page = pageOfRows(rows, limit, (last) =>
      cursors.encode([last.table_name, last.sort_name, last.id]),
    );
    return { ...page, items: page.items.map(presentView) };
  },

  async create(asker, view) {
    await check(view.table, view.settings);
    return db.transaction(async (tx) => {
      const row = await insertView(tx, { ...view, owner: asker.owner, at: clock.now() });
      if (row === undefined) throw adminErrors.viewExists(view.name);
      const detail = { table: view.table, name: view.name, shared: view.shared };
      await audit(tx, entryOf(asker, "saved_view.created", row.id, detail));
      return presentView(row);
    });
  },

  async change(asker, id, change) {
    if (change.settings !== undefined) {
      const known = await findView(db.read, id, asker.owner);
      if (known === undefined) throw adminErrors.viewNotFound(id);
      await check(known.table_name, change.settings);
    }
    return db.transaction(async (tx) => {
      const before = await lockView(tx, id, asker.owner);
      if (before === undefined) throw adminErrors.viewNotFound(id);
      if (change.name !== undefined && (await isNameTaken(tx, before, change.name)))
        throw adminErrors.viewExists(change.name);
      const row = await updateView(tx, id, change, clock.now());
      const detail = { before: before.name, changed: Object.keys(change), name: row.name };
      await audit(tx, entryOf(asker, "saved_view.changed", id, detail));
      return presentView(row);
    });
  },

  async delete(asker, id) {
    await db.transaction(async (tx) => {
      const row = await lockView(tx, id, asker.owner);
      if (row === undefined) throw adminErrors.viewNotFound(id);
      await deleteView(tx, id);
      const detail = { table: row.table_name, name: row.name };
      await audit(tx, entryOf(asker, "saved_view.deleted", id, detail));
    });
  },
});

const entryOf = (
  { actor, correlationId, address }: Asker,
  action: string,
  id: string,
  detail: Record<string, unknown>,
) => ({ actor, correlationId, address, action, subject: { kind: "saved_view", id }, detail });
