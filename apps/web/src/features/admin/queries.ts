import { pathOf, queryOf } from "@signalbox/client/client";
import {
  changeSavedView,
  createSavedView,
  DataFilters,
  type dataFormats,
  deleteSavedView,
  exportData,
  getDataRow,
  listDataRows,
  listDataTables,
  listSavedViews,
  type SavedView,
  type ViewSettings,
} from "@signalbox/contract/admin";
import { createTicket } from "@signalbox/contract/auth";
import type { BodyInputOf, ReplyOf } from "@signalbox/contract/route";
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { everyPage } from "../../lib/every-page.ts";
import type { View } from "./search.ts";

export const dataKeys = {
  tables: ["data", "tables"] as const,
  rows: (table: string, view: View) => ["data", "rows", table, view] as const,
  row: (table: string, key: string) => ["data", "row", table, key] as const,
  views: ["data", "views"] as const,
};

/** No event tells that a row changed: what is shown again is read again. */
const readAgain = { staleTime: 0, gcTime: 60_000 };

export const tablesQuery = queryOptions({
  queryKey: dataKeys.tables,
  queryFn: ({ signal }) => api.call(listDataTables, { signal }),
  select: ({ items }) => items,
  staleTime: 30_000,
});

/** A view as the API asks for it. */
const selectionOf = ({ filter, search, order }: View) => ({
  filter: filter.length === 0 ? undefined : JSON.stringify(filter),
  search: search === "" ? undefined : search,
  order: order ?? undefined,
});

type RowsReply = ReplyOf<typeof listDataRows>;

const inOneList = ({ pages }: { pages: readonly RowsReply[] }) => ({
  rows: pages.flatMap(({ items }) => items),
  /** Rows looked through so far, where no index answers, and whether there are more. */
  looked: pages.reduce((sum, { looked }) => sum + (looked?.rows ?? 0), 0),
  cut: pages.at(-1)?.looked?.cut ?? false,
});

export const rowsQuery = (table: string, view: View, columns: readonly string[]) =>
  infiniteQueryOptions({
    queryKey: [...dataKeys.rows(table, view), columns],
    queryFn: ({ pageParam, signal }) =>
      api.call(listDataRows, {
        params: { table },
        query: { ...selectionOf(view), columns: columns.join(","), limit: 100, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: inOneList,
    ...readAgain,
  });

export const rowQuery = (table: string, key: string) =>
  queryOptions({
    queryKey: dataKeys.row(table, key),
    queryFn: ({ signal }) => api.call(getDataRow, { params: { table, key }, signal }),
    ...readAgain,
  });

/** Every saved view that this person sees. */
export const viewsQuery = queryOptions({
  queryKey: dataKeys.views,
  queryFn: ({ signal }) =>
    everyPage((cursor) => api.call(listSavedViews, { query: { cursor, limit: 200 }, signal })),
});

export const settingsOf = ({ filter, search, order, columns }: View): ViewSettings => ({
  filter: DataFilters.safeParse(filter).data ?? [],
  search,
  order,
  columns: columns === null ? null : [...columns],
});

const useViewChange = <Input, Reply>(change: (input: Input) => Promise<Reply>) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => cache.invalidateQueries({ queryKey: dataKeys.views }),
  });
};

export const useSaveView = () =>
  useViewChange((body: BodyInputOf<typeof createSavedView>) => api.call(createSavedView, { body }));

export const useChangeView = () =>
  useViewChange(({ id, ...body }: Pick<SavedView, "id"> & BodyInputOf<typeof changeSavedView>) =>
    api.call(changeSavedView, { params: { viewId: id }, body }),
  );

export const useDeleteView = () =>
  useViewChange((id: string) => api.call(deleteSavedView, { params: { viewId: id } }));

export type Format = (typeof dataFormats)[number];

/** The address of a file with all that a view finds; a ticket opens it, since a download sends no header. */
export const fileAddress = async (table: string, view: View, format: Format): Promise<string> => {
  const { ticket } = await api.call(createTicket);
  const columns = view.columns?.join(",");
  const query = queryOf({ ...selectionOf(view), columns, format, ticket });
  return `${api.baseUrl}${pathOf(exportData.path, { table })}${query}`;
};
