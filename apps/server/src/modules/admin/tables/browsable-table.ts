import type { ColumnKind } from "@signalbox/contract/admin";
import type { CatalogueIndex } from "../../../platform/database/catalogue.ts";

/** A column that may be shown. */
export interface BrowsableColumn {
  name: string;
  label: string;
  kind: ColumnKind;
  /** As PostgreSQL writes it, for casting values that come as text. */
  type: string;
  nullable: boolean;
  words: readonly string[] | null;
  refersTo: string | null;
}

/** A part of what names a row. A secret one is named by a digest of it. */
export interface KeyPart {
  column: string;
  type: string;
  secret: boolean;
}

export interface Order {
  by: string;
  descending: boolean;
}

/** All that is known of a table: its descriptor and what the schema says, without its secrets. */
export interface BrowsableTable {
  name: string;
  area: string;
  title: string;
  summary: string;
  /** The column that names a row in words. */
  names: string;
  small: boolean;
  key: readonly KeyPart[];
  order: Order;
  columns: ReadonlyMap<string, BrowsableColumn>;
  secrets: readonly string[];
  first: readonly string[];
  searched: readonly string[];
  indexes: readonly CatalogueIndex[];
  /** Columns of other tables that name rows of this one, and have an index. */
  incoming: readonly { table: string; column: string }[];
}

/** The tables that may be looked into. */
export interface TableBook {
  readonly all: readonly BrowsableTable[];
  /** @throws AppError `admin.table_unknown` */
  get(name: string): BrowsableTable;
}
