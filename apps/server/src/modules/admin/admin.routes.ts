import * as contract from "@signalbox/contract/admin";
import {
  actorOf,
  type Caller,
  causeOf,
  type MountedRoute,
  reply,
  serve,
  serveStream,
} from "../../platform/http/http.ts";
import type { Browse } from "./browse.service.ts";
import { exportRows } from "./export/export-rows.ts";
import { fileFormats } from "./export/file-formats.ts";
import type { Asker, SavedViews } from "./views/saved-views.ts";

export interface AdminRoutesOptions {
  browse: Browse;
  views: SavedViews;
  /** Writes down that somebody took rows away. */
  onExport(
    by: Asker,
    taken: { table: string; format: string; detail: Record<string, unknown> },
  ): Promise<void>;
  /** Today, for the names of files. */
  today(): string;
}

export const adminRoutes = (options: AdminRoutesOptions): MountedRoute[] => [
  ...browseRoutes(options),
  ...viewRoutes(options),
];

const browseRoutes = ({ browse, onExport, today }: AdminRoutesOptions): MountedRoute[] => [
  serve(contract.listDataTables, async () => reply(200, { items: await browse.tables() })),
  serve(contract.listDataRows, async ({ params, query }) => {
    const { limit, cursor, ...given } = query;
    return reply(200, await browse.rows(params.table, given, { cursor, limit }));
  }),
  serve(contract.getDataRow, async ({ params }) => reply(200, await browse.row(params.table, params.key))),
  serveStream(contract.exportData, async (context, stream) => {
    const { params, query } = context;
    const { format, ticket: _, ...given } = query;
    const { table, selection } = await browse.check(params.table, given);
    const { order, filter = [], search = "" } = given;
    await onExport(askerOf(context), {
      table: table.name,
      format,
      detail: { filter, search, order, columns: selection.columns.length },
    });
    await exportRows(
      {
        name: `${table.name}-${today()}.${format}`,
        format: fileFormats[format],
        columns: selection.columns,
        pageAfter: (position) => browse.page(table, selection, position),
      },
      stream,
    );
  }),
];

const viewRoutes = ({ views }: AdminRoutesOptions): MountedRoute[] => [
  serve(contract.listSavedViews, async ({ query, caller }) =>
    reply(200, await views.list(ownerOf(caller), query)),
  ),
  serve(contract.createSavedView, async (context) =>
    reply(201, await views.create(askerOf(context), context.body)),
  ),
  serve(contract.changeSavedView, async (context) =>
    reply(200, await views.change(askerOf(context), context.params.viewId, context.body)),
  ),
  serve(contract.deleteSavedView, async (context) => {
    await views.delete(askerOf(context), context.params.viewId);
    return reply(204, null);
  }),
];

const askerOf = (context: Parameters<typeof causeOf>[0]): Asker => ({
  owner: ownerOf(context.caller),
  ...causeOf(context),
});

/** Whose views are theirs: a person has the same in every browser, a key has its own. */
const ownerOf = (caller: Caller): string =>
  caller.kind === "sign_in" && caller.user !== undefined ? caller.user.id : actorOf(caller);
