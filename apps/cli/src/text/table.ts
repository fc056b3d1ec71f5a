import type { Io } from "../io.ts";

export interface Column<Row> {
  title: string;
  text(row: Row): string;
  /** Takes what room the others leave. */
  isWide?: boolean;
  paint?(row: Row, text: string): string;
}

const gap = "  ";
const narrowest = 12;

/** Rows under headings. In a terminal lines fit its width; elsewhere nothing is cut. */
export function table<Row>(io: Io, columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const cells = rows.map((row) => columns.map((column) => column.text(row)));
  const widths = columns.map((column, index) =>
    Math.max(widthOf(column.title), ...cells.map((line) => widthOf(line[index] ?? ""))),
  );
  const others = columns.reduce((sum, column, index) => sum + (column.isWide ? 0 : (widths[index] ?? 0)), 0);
  const room = Math.max(narrowest, io.columns - others - gap.length * (columns.length - 1));
  const fitted = columns.map((column, index) =>
    Math.min(widths[index] ?? 0, column.isWide ? room : Infinity),
  );

  const line = (texts: readonly string[], paint: (text: string, index: number) => string) =>
    texts
      .map((text, index) => paint(fit(text, fitted[index] ?? 0), index))
      .join(gap)
      .trimEnd();
  const heading = line(
    columns.map((column) => column.title),
    (text) => text,
  );
  const body = rows.map((row, at) =>
    line(cells[at] ?? [], (text, index) => columns[index]?.paint?.(row, text) ?? text),
  );
  return [heading, ...body].join("\n");
}

const characters = new Intl.Segmenter();
const widthOf = (text: string): number => [...characters.segment(text)].length;

/** The text in just this width: cut, or filled up. */
export const fit = (text: string, width: number): string => {
  const shown = cut(text, width);
  return shown + " ".repeat(Math.max(0, width - widthOf(shown)));
};

/** The text, its end left out where it is wider than there is room. */
export function cut(text: string, width: number): string {
  const parts = [...characters.segment(text)].map((part) => part.segment);
  return parts.length <= width ? text : `${parts.slice(0, Math.max(0, width - 1)).join("")}…`;
}
