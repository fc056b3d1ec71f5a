import { z } from "zod";
import { Id, Instant, PageQuery, pageOf } from "./common.ts";
import { defineRoute } from "./route.ts";

/** What a column holds, for showing it and for comparing with it. `words` is text of a few known words. */
export const columnKinds = [
  "id",
  "text",
  "words",
  "number",
  "instant",
  "boolean",
  "json",
  "list",
  "other",
] as const;
export const ColumnKind = z.enum(columnKinds);
export type ColumnKind = z.infer<typeof ColumnKind>;

export const filterOperators = [
  "is",
  "is_not",
  "one_of",
  "contains",
  "starts_with",
  "at_least",
  "at_most",
  "has",
  "empty",
  "not_empty",
] as const;
export const FilterOperator = z.enum(filterOperators);
export type FilterOperator = z.infer<typeof FilterOperator>;

/** How a column of each kind may be compared. */
export const operatorsOf: Record<ColumnKind, readonly FilterOperator[]> = {
  id: ["is", "is_not", "one_of", "empty", "not_empty"],
  text: ["is", "is_not", "contains", "starts_with", "empty", "not_empty"],
  words: ["is", "is_not", "one_of", "empty", "not_empty"],
  number: ["is", "is_not", "at_least", "at_most", "empty", "not_empty"],
  instant: ["at_least", "at_most", "empty", "not_empty"],
  boolean: ["is", "empty", "not_empty"],
  json: ["contains", "empty", "not_empty"],
  list: ["has", "empty", "not_empty"],
  other: ["empty", "not_empty"],
};

const name = z.string().min(1).max(63);
const text = z.string().max(500);

/** One condition on a column; `empty` and `not_empty` take no value, `one_of` a list. */
export const DataFilter = z
  .object({
    column: name,
    operator: FilterOperator,
    value: z.union([text, z.number(), z.boolean(), z.array(text).min(1).max(50)]).optional(),
  })
  .meta({ id: "DataFilter" });
export type DataFilter = z.infer<typeof DataFilter>;

export const DataFilters = z.array(DataFilter).max(12);

/** The order of a list: a column, with a `-` in front for the last first. */
export const DataOrder = z
  .string()
  .max(64)
  .regex(/^-?\w+$/, "Give a column, or -column for the last first");

export const DataColumn = z
  .object({
    name: z.string(),
    label: z.string(),
    kind: ColumnKind,
    nullable: z.boolean(),
    /** The words it may hold, where they are known. */
    words: z.array(z.string()).nullable(),
    /** The table whose rows it names. */
    refersTo: z.string().nullable(),
    /** A list can be ordered by it. */
    sortable: z.boolean(),
    /** A condition on it is answered by an index; others look through some rows at a time. */
    indexed: z.boolean(),
  })
  .meta({ id: "DataColumn" });
export type DataColumn = z.infer<typeof DataColumn>;

export const DataTable = z
  .object({
    name: z.string(),
    /** Who keeps it: the module or the part of the platform. */
    area: z.string(),
    title: z.string(),
    summary: z.string(),
    /** Counted where it is small, else estimated. */
    rows: z.object({ count: z.number().int(), exact: z.boolean() }),
    columns: z.array(DataColumn),
    /** Those that a list shows until others are chosen, in this order. */
    first: z.array(z.string()),
    /** Labels of columns that are never shown. */
    secrets: z.array(z.string()),
    searched: z.array(z.string()),
    order: DataOrder,
  })
  .meta({ id: "DataTable" });
export type DataTable = z.infer<typeof DataTable>;

/** The value in one cell: JSON and long texts as text, big numbers and instants too. */
export const DataCell = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
export type DataCell = z.infer<typeof DataCell>;

export const DataRow = z
  .object({
    /** Names the row within its table. */
    key: z.string(),
    /** By column; in lists long texts are cut and end with `…`. */
    cells: z.record(z.string(), DataCell),
  })
  .meta({ id: "DataRow" });
export type DataRow = z.infer<typeof DataRow>;

const TableParam = z.object({ table: name });

/** A list in an address: names separated by commas. */
const Names = z
  .string()
  .max(2_000)
  .transform((names) => names.split(",").filter((given) => given !== ""))
  .pipe(z.array(name).max(100));

/** Conditions in an address: the JSON of a list of `DataFilter`. */
const FiltersText = z
  .string()
  .max(8_000)
  .transform((given, context) => {
    try {
      return JSON.parse(given) as unknown;
    } catch {
      context.addIssue({ code: "custom", message: "Give a list of conditions in JSON" });
      return z.NEVER;
    }
  })
  .pipe(DataFilters);

const Selection = z.object({
  /** JSON: `[{"column":"state","operator":"is","value":"idle"}]`. */
  filter: FiltersText.optional(),
  search: z.string().trim().max(200).optional(),
  order: DataOrder.optional(),
  /** Which columns to answer, separated by commas; all of them unless told. */
  columns: Names.optional(),
});

const selectionErrors = ["admin.table_unknown", "admin.selection_invalid", "admin.too_slow"] as const;

export const listDataTables = defineRoute({
  method: "GET",
  path: "/api/data/tables",
  permission: "admin",
  summary: "Every table with its columns and about how many rows it has",
  replies: { 200: z.object({ items: z.array(DataTable) }) },
});

export const listDataRows = defineRoute({
  method: "GET",
  path: "/api/data/tables/:table/rows",
  permission: "admin",
  summary: "Rows of a table, filtered, searched, ordered",
  params: TableParam,
  query: Selection.extend({
    ...PageQuery.shape,
    // It holds what the last row is ordered by, which may be a long text.
    cursor: z.string().max(12_000).optional(),
  }),
  replies: {
    200: pageOf(DataRow).extend({
      /**
       * Rows looked through, where no index answers; `cut` when that was not all: `nextCursor` looks on, though
       * the page is not full.
       */
      looked: z.object({ rows: z.number().int(), cut: z.boolean() }).nullable(),
    }),
  },
  errors: [...selectionErrors, "request.cursor_invalid"],
});

export const getDataRow = defineRoute({
  method: "GET",
  path: "/api/data/tables/:table/rows/:key",
  permission: "admin",
  summary: "One row with what it belongs to and what belongs to it",
  params: TableParam.extend({ key: z.string().min(1).max(2_000) }),
  replies: {
    200: DataRow.extend({
      title: z.string(),
      /** Columns too long to be shown whole. */
      cut: z.array(z.string()),
      /** Rows that this one names; `title` is null where there is none any more. */
      outgoing: z.array(
        z.object({ column: z.string(), table: z.string(), key: z.string(), title: z.string().nullable() }),
      ),
      /** Rows of other tables that name this one, counted to a limit. */
      incoming: z.array(
        z.object({ table: z.string(), column: z.string(), count: z.number().int(), more: z.boolean() }),
      ),
    }),
  },
  errors: ["admin.table_unknown", "admin.row_not_found", "admin.too_slow"],
});

export const dataFormats = ["csv", "json", "ndjson"] as const;

/** A download is opened by its address, so a browser brings a ticket. */
export const exportData = defineRoute({
  method: "GET",
  path: "/api/data/tables/:table/export",
  permission: "admin",
  summary: "All rows that a filter finds, as a file",
  params: TableParam,
  query: Selection.extend({
    format: z.enum(dataFormats).default("csv"),
    ticket: z.string().max(200).optional(),
  }),
  replies: { 200: z.string() },
  contentType: "text/csv",
  errors: selectionErrors,
});

const viewName = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^\P{C}*$/u, "must be printable text");

/** What a list shows. */
export const ViewSettings = z.object({
  filter: DataFilters,
  search: z.string().max(200),
  order: DataOrder.nullable(),
  columns: z.array(name).max(100).nullable(),
});
export type ViewSettings = z.infer<typeof ViewSettings>;

export const SavedView = z
  .object({
    id: Id,
    table: z.string(),
    name: z.string(),
    /** Everybody sees it, not only who made it. */
    shared: z.boolean(),
    settings: ViewSettings,
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: "SavedView" });
export type SavedView = z.infer<typeof SavedView>;

export const listSavedViews = defineRoute({
  method: "GET",
  path: "/api/data/views",
  permission: "admin",
  summary: "Saved views by name: one's own and shared ones",
  query: z.object({ table: name.optional() }).extend(PageQuery.shape),
  replies: { 200: pageOf(SavedView) },
  errors: ["request.cursor_invalid"],
});

export const createSavedView = defineRoute({
  method: "POST",
  path: "/api/data/views",
  permission: "admin",
  summary: "Save a view",
  body: z.object({ table: name, name: viewName, shared: z.boolean(), settings: ViewSettings }),
  replies: { 201: SavedView },
  errors: ["admin.table_unknown", "admin.selection_invalid", "admin.view_exists"],
});

export const changeSavedView = defineRoute({
  method: "PATCH",
  path: "/api/data/views/:viewId",
  permission: "admin",
  summary: "Rename a saved view, share it, or give it other settings",
  params: z.object({ viewId: Id }),
  body: z
    .object({ name: viewName, shared: z.boolean(), settings: ViewSettings })
    .partial()
    .refine((change) => Object.keys(change).length > 0, "Say what to change"),
  replies: { 200: SavedView },
  errors: ["admin.view_not_found", "admin.selection_invalid", "admin.view_exists"],
});

export const deleteSavedView = defineRoute({
  method: "DELETE",
  path: "/api/data/views/:viewId",
  permission: "admin",
  summary: "Delete a saved view",
  params: z.object({ viewId: Id }),
  replies: { 204: null },
  errors: ["admin.view_not_found"],
});
