import { useInfiniteQuery } from "@tanstack/react-query";
import { Select } from "../../../ui/choice.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { type AuditSearch, readAuditSearch } from "../audit-search.ts";
import { families } from "../audit-words.ts";
import { usersQuery } from "../people-queries.ts";

interface AuditFiltersProps {
  search: AuditSearch;
  onChange: (search: AuditSearch) => void;
}

const times = [
  { value: "any", label: "Any time" },
  { value: "1", label: "Last day" },
  { value: "7", label: "Last 7 days" },
  { value: "30", label: "Last 30 days" },
];

/** What narrows the audit; all of it stands in the address. */
export const AuditFilters = ({ search, onChange }: AuditFiltersProps) => {
  const people = useInfiniteQuery(usersQuery).data?.pages.flatMap((page) => page.items) ?? [];
  const change = (part: Record<string, unknown>) => onChange(readAuditSearch({ ...search, ...part }));
  const pointed = search.subject ?? search.correlation;
  return (
    <search className="audit__filters">
      <Select
        label="Person"
        value={search.person ?? ""}
        choices={[
          { value: "", label: "Everybody" },
          ...people.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(person) => change({ person })}
      />
      <Select
        label="Action"
        value={search.family ?? ""}
        choices={[{ value: "", label: "Every action" }, ...families]}
        onChange={(family) => change({ family })}
      />
      <Select
        label="Time"
        value={String(search.days ?? "any")}
        choices={times}
        onChange={(days) => change({ days: Number(days) })}
      />
      {pointed === undefined ? null : (
        <button type="button" className="btn" onClick={() => change({ subject: "", correlation: "" })}>
          <span className="mono cut">{pointed.slice(0, 13)}</span>
          <Icon name="close" small />
          <span className="hidden-visually">Show all again</span>
        </button>
      )}
    </search>
  );
};
