import type { DataColumn, DataRow, DataTable } from "@signalbox/contract/admin";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { count } from "../../../lib/format.ts";
import { Icon } from "../../../ui/icon.tsx";
import { More } from "../../../ui/more.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { Scroller } from "../../../ui/scroller.tsx";
import { shownColumns } from "../cell-words.ts";
import { rowsQuery } from "../queries.ts";
import { nextOrder, type View } from "../search.ts";
import { Cell } from "./cell.tsx";

interface RowTableProps {
  table: DataTable;
  tables: readonly DataTable[];
  view: View;
  /** The key of the row that is open. */
  open: string | undefined;
  onShow: (view: View) => void;
}

/** Rows of a table, page by page. */
export const RowTable = ({ table, view, open, onShow }: RowTableProps) => {
  const columns = shownColumns(table, view.columns);
  const query = useInfiniteQuery(
    rowsQuery(
      table.name,
      view,
      columns.map(({ name }) => name),
    ),
  );
  const rows = useRef<HTMLTableSectionElement>(null);
  if (query.data === undefined)
    return <Unread query={query} lines={8} loading="Loading rows" failed="Rows could not be read" />;
  const { rows: found, looked, cut } = query.data;
  const isWhole = view.filter.length === 0 && view.search === "";
  if (found.length === 0 && !cut) return <NoRows whole={isWhole} />;
  return (
    <>
      {found.length === 0 ? null : (
        <Scroller className="table-scroll data-rows" label="Rows">
          <table className="table">
            <Head table={table} columns={columns} view={view} onShow={onShow} />
            <tbody ref={rows}>
              {found.map((row) => (
                <Row key={row.key} table={table.name} row={row} columns={columns} open={row.key === open} />
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
      {cut ? (
        <p className="small ink3 data-looked" role="status">
          Looked through up to {looked.toLocaleString("en-GB")} rows, found {count(found.length, "row")}. No
          index answers this, so the search goes on when you ask for more.
        </p>
      ) : null}
      <More query={query} rows={rows} word={cut ? "Look further" : "Load more"} />
    </>
  );
};

const NoRows = ({ whole }: { whole: boolean }) =>
  whole ? (
    <Empty title="This table is empty">
      <p>Rows appear here once Signalbox has something to keep in it.</p>
    </Empty>
  ) : (
    <Empty title="No row matches">
      <p>Widen the search or drop a filter above.</p>
    </Empty>
  );

interface HeadProps {
  table: DataTable;
  columns: readonly DataColumn[];
  view: View;
  onShow: (view: View) => void;
}

const Head = ({ table, columns, view, onShow }: HeadProps) => {
  const order = view.order ?? table.order;
  return (
    <thead>
      <tr>
        {columns.map((column) => {
          const { name, label, kind, sortable } = column;
          const direction = order === name ? "ascending" : order === `-${name}` ? "descending" : undefined;
          return (
            <th
              key={name}
              scope="col"
              className={kind === "number" ? "is-number" : undefined}
              aria-sort={direction}
            >
              {sortable ? (
                <button
                  type="button"
                  className="data-sort"
                  onClick={() => onShow({ ...view, order: nextOrder(order, name) })}
                >
                  {label}
                  {direction === undefined ? null : (
                    <Icon name="down" small className={direction === "ascending" ? "data-sort__up" : ""} />
                  )}
                </button>
              ) : (
                label
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
};

interface RowProps {
  table: string;
  row: DataRow;
  columns: readonly DataColumn[];
  open: boolean;
}

const Row = ({ table, row, columns, open }: RowProps) => {
  const navigate = useNavigate();
  const openRow = () =>
    void navigate({
      to: "/operations/data/$table",
      params: { table },
      search: (search) => ({ ...search, row: row.key }),
      resetScroll: false,
    });
  return (
    <tr className="data-row" data-open={open || undefined} onClick={openRow}>
      {columns.map((column, at) => {
        const cell = <Cell column={column} value={row.cells[column.name] ?? null} />;
        return (
          <td key={column.name} className={column.kind === "number" ? "is-number" : undefined}>
            {at === 0 ? (
              <Link
                to="/operations/data/$table"
                params={{ table }}
                search={(search) => ({ ...search, row: row.key })}
                resetScroll={false}
                className="data-row__link"
                aria-current={open ? "true" : undefined}
                onClick={(event) => event.stopPropagation()}
                data-stop
              >
                {cell}
              </Link>
            ) : (
              cell
            )}
          </td>
        );
      })}
    </tr>
  );
};
