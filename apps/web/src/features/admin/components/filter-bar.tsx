import type { DataTable } from "@signalbox/contract/admin";
import { useState } from "react";
import { Icon } from "../../../ui/icon.tsx";
import { operatorWords, shortKey } from "../cell-words.ts";
import type { Filter, View } from "../search.ts";
import { NewFilter } from "./new-filter.tsx";

interface FilterBarProps {
  table: DataTable;
  view: View;
  onShow: (view: View) => void;
}

/** What narrows the list: a search, and conditions that can be taken away again. */
export const FilterBar = ({ table, view, onShow }: FilterBarProps) => {
  const [adding, setAdding] = useState(false);
  const drop = (at: number) => onShow({ ...view, filter: view.filter.filter((_, index) => index !== at) });
  return (
    <search className="filters">
      <SearchField
        key={view.search}
        value={view.search}
        hint={hintOf(table)}
        onChange={(search) => onShow({ ...view, search })}
      />
      {view.filter.map((filter, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same condition may be given twice, and has no state
        <FilterChip key={at} table={table} filter={filter} onDrop={() => drop(at)} />
      ))}
      <button type="button" className="btn" aria-expanded={adding} onClick={() => setAdding(!adding)}>
        <Icon name="plus" small />
        Filter
      </button>
      {adding ? (
        <NewFilter
          columns={table.columns}
          onAdd={(filter) => {
            setAdding(false);
            onShow({ ...view, filter: [...view.filter, filter] });
          }}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </search>
  );
};

const hintOf = ({ columns, searched }: DataTable): string => {
  const labels = columns
    .filter(({ name }) => searched.includes(name))
    .map(({ label }) => label.toLowerCase());
  return labels.length === 0 ? "An id" : `An id, or words in ${labels.join(", ")}`;
};

interface SearchFieldProps {
  value: string;
  hint: string;
  onChange: (value: string) => void;
}

/** It searches when the person is done with it. */
const SearchField = ({ value, hint, onChange }: SearchFieldProps) => {
  const [typed, setTyped] = useState(value);
  const done = () => {
    if (typed.trim() !== value) onChange(typed.trim());
  };
  return (
    <form
      className="filters__text data-search"
      onSubmit={(event) => {
        event.preventDefault();
        done();
      }}
    >
      <input
        type="search"
        className="field"
        aria-label="Search rows"
        placeholder={hint}
        title={hint}
        maxLength={200}
        data-filter
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={done}
      />
    </form>
  );
};

const FilterChip = ({ table, filter, onDrop }: { table: DataTable; filter: Filter; onDrop: () => void }) => {
  const label = table.columns.find(({ name }) => name === filter.column)?.label ?? filter.column;
  return (
    <span className="badge badge--flat chip">
      {label} <span className="ink3">{wordsOf(filter.operator)}</span>
      {filter.value === undefined ? null : (
        <span className="mono cut data-chip" title={String(filter.value)}>
          {shortKey([filter.value].flat().join(", "))}
        </span>
      )}
      <button type="button" aria-label={`Drop the filter on ${label}`} onClick={onDrop}>
        <Icon name="close" small />
      </button>
    </span>
  );
};

const words: Readonly<Record<string, string>> = operatorWords;
const wordsOf = (operator: string): string => words[operator] ?? operator;
