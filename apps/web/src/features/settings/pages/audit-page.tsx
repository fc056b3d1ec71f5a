import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useRef } from "react";
import { useNow } from "../../../lib/clock.ts";
import { More } from "../../../ui/more.tsx";
import { usePageTitle } from "../../../ui/page.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { type AuditSearch, filterOf, readAuditSearch } from "../audit-search.ts";
import { AuditExport } from "../components/audit-export.tsx";
import { AuditFilters } from "../components/audit-filters.tsx";
import { AuditRow } from "../components/audit-row.tsx";
import { auditQuery } from "../people-queries.ts";
import "./audit.css";

/** `/settings/audit`: who changed what, newest first. */
export const AuditPage = () => {
  usePageTitle("Audit");
  const now = useNow();
  const navigate = useNavigate();
  const search = readAuditSearch(useSearch({ strict: false }));
  const filter = filterOf(search, now);
  const query = useInfiniteQuery(auditQuery(filter));
  const rows = useRef<HTMLUListElement>(null);
  const entries = query.data?.pages.flatMap((page) => page.items);
  const show = (next: AuditSearch) => void navigate({ to: "/settings/audit", search: next, replace: true });
  return (
    <section className="panel" aria-labelledby="audit">
      <div className="panel__head">
        <h2 id="audit">Audit</h2>
        <AuditExport filter={filter} />
      </div>
      <AuditFilters search={search} onChange={show} />
      {entries === undefined ? (
        <Unread query={query} lines={6} loading="Loading the audit" failed="The audit could not be read" />
      ) : entries.length === 0 ? (
        <Empty title="Nothing of that kind is recorded" />
      ) : (
        <ul className="list" aria-label="Audit" ref={rows}>
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} onNarrow={(part) => show({ ...search, ...part })} />
          ))}
        </ul>
      )}
      <More query={query} rows={rows} />
    </section>
  );
};
