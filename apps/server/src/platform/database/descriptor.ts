import type { Tables } from "./tables.ts";

export type TableName = keyof Tables;
type ColumnOf<T extends TableName> = keyof Tables[T] & string;

/** What people should know of a column beside its name and type, which the schema tells. */
export interface ColumnWords {
  label: string;
  /** Never selected, filtered or sorted by: it can't leak, nor be guessed. */
  secret?: true;
  /** The table whose rows the column names, where no foreign key says so. */
  refersTo?: TableName;
}

/**
 * What the schema does not say of a table: its words, and what is worth seeing first. Types, keys, relations and
 * indexes are read from the database. Every column is named here, so that none is shown by mistake.
 */
export interface Descriptor<T extends TableName> {
  title: string;
  summary: string;
  /** The column that tells a row from others in words. */
  names: ColumnOf<T>;
  columns: { readonly [C in ColumnOf<T>]: string | ColumnWords };
  /** Columns that a list shows until others are chosen. */
  first: readonly ColumnOf<T>[];
  /** Columns that a search looks into, beside ids. */
  searched: readonly ColumnOf<T>[];
  /** So few rows that any order and filter is quick without an index. */
  small?: true;
  /** The order of a list until another is chosen; by the primary key, the last first, unless told. */
  order?: { by: ColumnOf<T>; descending: boolean };
}

/** Descriptors by table. Each module hands out those of its own; together they name every table. */
export type Descriptors = { readonly [T in TableName]: Descriptor<T> };

/** A descriptor whose table is only known at run time. */
export interface AnyDescriptor {
  title: string;
  summary: string;
  names: string;
  columns: Readonly<Record<string, string | ColumnWords>>;
  first: readonly string[];
  searched: readonly string[];
  small?: true;
  order?: { by: string; descending: boolean };
}
