import { once } from "node:events";
import type { DataRow } from "@signalbox/contract/admin";
import type { StreamResponse } from "../../../platform/http/http.ts";
import type { Position } from "../rows/order-terms.ts";
import type { RowPage } from "../rows/row-pages.read-model.ts";
import type { BrowsableColumn } from "../tables/browsable-table.ts";
import type { FileFormat } from "./file-formats.ts";

export interface Export {
  name: string;
  format: FileFormat;
  columns: readonly BrowsableColumn[];
  pageAfter(position: Position | undefined): Promise<Pick<RowPage, "rows" | "next">>;
}

/**
 * Writes all rows as a file, a page at a time and no faster than the client reads. It breaks off where a page can't
 * be read, so that nobody takes half a file for a whole one.
 */
export async function exportRows(
  { name, format, columns, pageAfter }: Export,
  { response, signal, writeHead }: StreamResponse,
): Promise<void> {
  // The first page comes before the head: what is wrong with the question is told as an error.
  let page = await pageAfter(undefined);
  writeHead({
    "content-type": format.contentType,
    "content-disposition": `attachment; filename="${name}"`,
    "cache-control": "no-store",
  });
  const write = async (text: string) => {
    if (!signal.aborted && !response.write(text)) await once(response, "drain", { signal }).catch(() => {});
  };
  let isFirst = true;
  await write(format.head(columns));
  while (!signal.aborted) {
    await write(linesOf(page.rows, format, columns, isFirst));
    isFirst &&= page.rows.length === 0;
    if (page.next === null) break;
    page = await pageAfter(page.next);
  }
  if (signal.aborted) response.destroy();
  else response.end(format.foot);
}

const linesOf = (
  rows: readonly DataRow[],
  format: FileFormat,
  columns: readonly BrowsableColumn[],
  isFirst: boolean,
): string => rows.map((row, at) => format.row(row, columns, isFirst && at === 0)).join("");
