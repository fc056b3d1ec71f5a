import type { DataTable } from "@signalbox/contract/admin";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { usePageTitle } from "../../../ui/page.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { rowsInWords } from "../cell-words.ts";
import { tablesQuery } from "../queries.ts";
import "./data.css";

/** `/operations/data`: every table, by who keeps it. */
export const TablesPage = () => {
  usePageTitle("Data");
  const query = useQuery(tablesQuery);
  const [typed, setTyped] = useState("");
  if (query.data === undefined)
    return (
      <section className="panel" aria-label="Tables">
        <Unread query={query} lines={8} loading="Loading tables" failed="Tables could not be read" />
      </section>
    );
  const words = typed.trim().toLowerCase();
  const tables = query.data.filter((table) => wordsOf(table).includes(words));
  return (
    <>
      <search className="filters">
        <input
          type="search"
          className="field filters__text"
          aria-label="Find a table"
          placeholder="Find a table"
          data-filter
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      </search>
      {tables.length === 0 ? (
        <section className="panel" aria-label="Tables">
          <Empty title="No table goes by that name" />
        </section>
      ) : (
        <div className="data-areas">
          {[...Map.groupBy(tables, ({ area }) => area)].map(([area, own]) => (
            <Area key={area} area={area} tables={own} />
          ))}
        </div>
      )}
    </>
  );
};

const wordsOf = ({ name, title, summary }: DataTable): string => `${name} ${title} ${summary}`.toLowerCase();

const Area = ({ area, tables }: { area: string; tables: readonly DataTable[] }) => (
  <section className="panel" aria-labelledby={`area-${area}`}>
    <div className="panel__head">
      <h2 id={`area-${area}`} className="data-area">
        {area}
      </h2>
    </div>
    <ul className="list">
      {tables.map((table) => (
        <li key={table.name}>
          <Link to="/operations/data/$table" params={{ table: table.name }} className="data-entry" data-stop>
            <span className="strong">{table.title}</span>
            <span className="small ink3 num push">
              {rowsInWords(table.rows)}
              <span className="hidden-visually"> rows</span>
            </span>
            <span className="small ink3 data-entry__words">{table.summary}</span>
          </Link>
        </li>
      ))}
    </ul>
  </section>
);
