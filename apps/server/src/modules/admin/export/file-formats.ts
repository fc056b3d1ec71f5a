import type { DataCell, DataRow, dataFormats } from "@signalbox/contract/admin";
import { csvLine, csvPlain, csvText } from "../../../platform/files/csv.ts";
import type { BrowsableColumn } from "../tables/browsable-table.ts";

/** How rows are written into a file. */
export interface FileFormat {
  contentType: string;
  head(columns: readonly BrowsableColumn[]): string;
  row(row: DataRow, columns: readonly BrowsableColumn[], isFirst: boolean): string;
  foot: string;
}

const csvCell = (cell: DataCell, { kind }: Pick<BrowsableColumn, "kind">): string => {
  if (cell === null) return "";
  const text = Array.isArray(cell) ? cell.join(" ") : String(cell);
  return kind === "number" ? csvPlain(text) : csvText(text);
};

const objectOf = ({ cells }: DataRow, columns: readonly BrowsableColumn[]): string =>
  JSON.stringify(
    Object.fromEntries(columns.map(({ name, kind }) => [name, jsonCell(cells[name] ?? null, kind)])),
  );

/** JSON columns become JSON again. */
const jsonCell = (cell: DataCell, kind: BrowsableColumn["kind"]): unknown =>
  kind === "json" && typeof cell === "string" ? JSON.parse(cell) : cell;

export const fileFormats: Readonly<Record<(typeof dataFormats)[number], FileFormat>> = {
  csv: {
    contentType: "text/csv; charset=utf-8; header=present",
    head: (columns) => csvLine(columns.map(({ name }) => name)),
    row: ({ cells }, columns) =>
      csvLine(columns.map((column) => csvCell(cells[column.name] ?? null, column))),
    foot: "",
  },
  json: {
    contentType: "application/json; charset=utf-8",
    head: () => "[",
    row: (row, columns, isFirst) => `${isFirst ? "\n" : ",\n"}${objectOf(row, columns)}`,
    foot: "\n]\n",
  },
  ndjson: {
    contentType: "application/x-ndjson; charset=utf-8",
    head: () => "",
    row: (row, columns) => `${objectOf(row, columns)}\n`,
    foot: "",
  },
};
