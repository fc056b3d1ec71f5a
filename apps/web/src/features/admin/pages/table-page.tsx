import type { DataTable } from "@signalbox/contract/admin";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useMemo } from "react";
import { useKeys } from "../../../lib/keys.ts";
import { Icon } from "../../../ui/icon.tsx";
import { usePageTitle } from "../../../ui/page.tsx";
import { DeadLink, Unread } from "../../../ui/reading.tsx";
import { rowsInWords, shownColumns } from "../cell-words.ts";
import { ColumnChooser } from "../components/column-chooser.tsx";
import { ExportMenu } from "../components/export-menu.tsx";
import { FilterBar } from "../components/filter-bar.tsx";
import { RowTable } from "../components/row-table.tsx";
import { SavedViews } from "../components/saved-views.tsx";
import { tablesQuery } from "../queries.ts";
import { readDataSearch, searchOf, type View, viewOf } from "../search.ts";
import "./data.css";

const RowDrawer = lazy(() =>
  import("../components/row-drawer.tsx").then((module) => ({ default: module.RowDrawer })),
);

/** `/operations/data/:table`: its rows as the address says, and one of them. */
export const TablePage = () => {
  const { table: name = "" } = useParams({ strict: false });
  const query = useQuery(tablesQuery);
  const table = query.data?.find((candidate) => candidate.name === name);
  usePageTitle(table?.title ?? "Data");
  if (query.data === undefined)
    return (
      <section className="panel" aria-label="Rows">
        <Unread query={query} lines={8} loading="Loading the table" failed="The table could not be read" />
      </section>
    );
  if (table === undefined)
    return (
      <DeadLink
        title="No table is at this address"
        lead={{ to: "/operations/data", word: "See all tables" }}
      />
    );
  return <OneTable key={table.name} table={table} tables={query.data} />;
};

const OneTable = ({ table, tables }: { table: DataTable; tables: readonly DataTable[] }) => {
  const navigate = useNavigate();
  // The router hands on what the address says beside what was read from it.
  const search = readDataSearch(useSearch({ strict: false }));
  const word = JSON.stringify(viewOf(search));
  const view = useMemo((): View => JSON.parse(word), [word]);
  const show = (next: View) =>
    void navigate({
      to: "/operations/data/$table",
      params: { table: table.name },
      search: searchOf(next),
      resetScroll: false,
    });
  useKeys({ Escape: () => void navigate({ to: "/operations/data" }) });
  return (
    <>
      <Head table={table} view={view} onShow={show} />
      <FilterBar table={table} view={view} onShow={show} />
      <section className="panel" aria-label={table.title}>
        <RowTable key={word} table={table} tables={tables} view={view} open={search.row} onShow={show} />
      </section>
      {table.secrets.length === 0 ? null : (
        <p className="small ink3 data-foot">Never shown: {table.secrets.join(", ")}.</p>
      )}
      <Suspense>
        {search.row === undefined ? null : (
          <RowDrawer key={search.row} table={table} tables={tables} rowKey={search.row} />
        )}
      </Suspense>
    </>
  );
};

interface HeadProps {
  table: DataTable;
  view: View;
  onShow: (view: View) => void;
}

const Head = ({ table, view, onShow }: HeadProps) => (
  <div className="data-head">
    <div className="data-head__words">
      <p className="row row--tight row--wrap">
        <Link to="/operations/data" activeOptions={{ exact: true }} className="small ink3 link">
          All tables
        </Link>
        <Icon name="right" small className="ink3" />
        <h2>{table.title}</h2>
        <span className="small ink3 num">{rowsInWords(table.rows)} rows</span>
      </p>
      <p className="small ink3">{table.summary}</p>
    </div>
    <div className="row row--wrap data-head__acts">
      <SavedViews table={table} view={view} onShow={onShow} />
      <ColumnChooser
        columns={table.columns}
        shown={shownColumns(table, view.columns).map(({ name }) => name)}
        onChoose={(columns) => onShow({ ...view, columns })}
      />
      <ExportMenu table={table.name} view={view} />
    </div>
  </div>
);
