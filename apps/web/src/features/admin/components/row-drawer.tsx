import { Dialog } from "@base-ui/react/dialog";
import type { DataCell, DataColumn, DataTable, getDataRow } from "@signalbox/contract/admin";
import type { ReplyOf } from "@signalbox/contract/route";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { Unread } from "../../../ui/reading.tsx";
import { Code } from "../../../ui/scroller.tsx";
import { lineOf, prettyJson, shortKey } from "../cell-words.ts";
import { rowQuery } from "../queries.ts";
import { Cell } from "./cell.tsx";

interface RowDrawerProps {
  table: DataTable;
  tables: readonly DataTable[];
  rowKey: string;
}

type Row = ReplyOf<typeof getDataRow>;

/** One row beside its list, in full, with what it belongs to and what belongs to it. */
export const RowDrawer = ({ table, tables, rowKey }: RowDrawerProps) => {
  const navigate = useNavigate();
  const query = useQuery(rowQuery(table.name, rowKey));
  const close = () =>
    void navigate({
      to: "/operations/data/$table",
      params: { table: table.name },
      search: ({ row: _, ...rest }) => rest,
      resetScroll: false,
    });
  return (
    <Dialog.Root open onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="drawer data-drawer">
          <div className="panel__head">
            <Dialog.Title className="cut">
              {table.title} <span className="ink3">· {query.data?.title ?? shortKey(rowKey)}</span>
            </Dialog.Title>
            <Dialog.Close className="btn btn--icon push" aria-label="Close">
              <Icon name="close" small />
            </Dialog.Close>
          </div>
          <div className="data-drawer__body">
            {query.data === undefined ? (
              <Unread query={query} lines={8} loading="Loading the row" failed="The row could not be read" />
            ) : (
              <>
                <Related row={query.data} tables={tables} />
                <Values row={query.data} table={table} />
                <Copy row={query.data} />
              </>
            )}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
};

const Values = ({ row, table }: { row: Row; table: DataTable }) => (
  <dl className="data-values">
    {table.columns.map((column) => (
      <div key={column.name}>
        <dt>
          {column.label} <span className="mono ink3">{column.name}</span>
        </dt>
        <dd>
          <Value
            column={column}
            value={row.cells[column.name] ?? null}
            link={row.outgoing.find((link) => link.column === column.name)}
          />
          {row.cut.includes(column.name) ? <p className="small wait">Too long to be shown whole.</p> : null}
        </dd>
      </div>
    ))}
    {table.secrets.map((label) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd className="ink3">never shown</dd>
      </div>
    ))}
  </dl>
);

interface ValueProps {
  column: DataColumn;
  value: DataCell;
  link: Row["outgoing"][number] | undefined;
}

const Value = ({ column, value, link }: ValueProps): ReactNode => {
  if (link !== undefined) {
    return link.title === null ? (
      <span className="mono">
        {link.key} <span className="ink3">is gone</span>
      </span>
    ) : (
      <Link
        to="/operations/data/$table"
        params={{ table: link.table }}
        search={{ row: link.key }}
        className="link"
      >
        {link.title} <span className="mono ink3">{shortKey(link.key)}</span>
      </Link>
    );
  }
  if (typeof value === "string" && value !== "") {
    if (column.kind === "json") return <Code>{prettyJson(value)}</Code>;
    if (column.kind === "id") return <span className="mono break">{value}</span>;
    if (column.kind === "text" && (value.length > 80 || value.includes("\n"))) return <Code>{value}</Code>;
  }
  return <Cell column={column} value={value} />;
};

/** Rows that name this one, where there are some. */
const Related = ({ row, tables }: { row: Row; tables: readonly DataTable[] }) => {
  const named = row.incoming.filter(({ count }) => count > 0);
  if (named.length === 0) return null;
  return (
    <nav aria-label="What names this row" className="row row--tight row--wrap">
      {named.map(({ table: name, column, count, more }) => {
        const table = tables.find((candidate) => candidate.name === name);
        const label = table?.columns.find((candidate) => candidate.name === column)?.label ?? column;
        return (
          <Link
            key={`${name}.${column}`}
            to="/operations/data/$table"
            params={{ table: name }}
            search={{ filter: [{ column, operator: "is", value: row.key }] }}
            className="btn"
          >
            {table?.title ?? name}
            <span className="ink3">
              by {label.toLowerCase()}, {count.toLocaleString("en-GB")}
              {more ? "+" : ""}
            </span>
          </Link>
        );
      })}
    </nav>
  );
};

const Copy = ({ row }: { row: Row }) => {
  const whole = Object.fromEntries(
    Object.entries(row.cells).map(([name, value]) => [name, Array.isArray(value) ? lineOf(value) : value]),
  );
  return (
    <p>
      <CopyButton text={JSON.stringify(whole, null, 2)} label="Copy as JSON" />
    </p>
  );
};
