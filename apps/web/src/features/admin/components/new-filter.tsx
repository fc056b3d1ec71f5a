import { type DataColumn, type FilterOperator, operatorsOf } from "@signalbox/contract/admin";
import { type SubmitEvent, useState } from "react";
import { Select } from "../../../ui/choice.tsx";
import { operatorWords, takesValue } from "../cell-words.ts";
import type { Filter } from "../search.ts";

interface NewFilterProps {
  columns: readonly DataColumn[];
  onAdd: (filter: Filter) => void;
  onClose: () => void;
}

/** One condition on a column; those that an index answers come first, and say so. */
export const NewFilter = ({ columns, onAdd, onClose }: NewFilterProps) => {
  const sorted = columns.toSorted((a, b) => Number(b.indexed) - Number(a.indexed));
  const [name, setName] = useState(sorted[0]?.name ?? "");
  const [chosen, setOperator] = useState<FilterOperator>();
  const [value, setValue] = useState("");
  const column = columns.find((candidate) => candidate.name === name);
  if (column === undefined) return null;
  const operators = operatorsOf[column.kind];
  const operator = chosen !== undefined && operators.includes(chosen) ? chosen : (operators[0] ?? "is");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onAdd(filterOf(column, operator, value));
  };
  return (
    <form className="data-new-filter" onSubmit={submit}>
      <Select
        label="Column"
        value={name}
        choices={sorted.map((one) => ({
          value: one.name,
          label: one.indexed ? `${one.label} · indexed` : one.label,
        }))}
        onChange={(next) => {
          setName(next);
          setValue("");
        }}
      />
      <Select
        label="Condition"
        value={operator}
        choices={operators.map((one) => ({ value: one, label: operatorWords[one] }))}
        onChange={setOperator}
      />
      {takesValue(operator) ? (
        <ValueField column={column} operator={operator} value={value} onChange={setValue} />
      ) : null}
      <button type="submit" className="btn btn--main">
        Add
      </button>
      <button type="button" className="btn" onClick={onClose}>
        Cancel
      </button>
    </form>
  );
};

const filterOf = (column: DataColumn, operator: FilterOperator, value: string): Filter => {
  if (!takesValue(operator)) return { column: column.name, operator };
  const typed = value === "" ? (choicesOf(column)[0]?.value ?? "") : value.trim();
  if (operator === "one_of")
    return { column: column.name, operator, value: typed.split(/[\s,]+/).filter((one) => one !== "") };
  const isInstant = column.kind === "instant" && !Number.isNaN(Date.parse(typed));
  return { column: column.name, operator, value: isInstant ? new Date(typed).toISOString() : typed };
};

const choicesOf = ({ kind, words }: DataColumn) => {
  const choices = kind === "boolean" ? ["true", "false"] : (words ?? []);
  return choices.map((word) => ({ value: word, label: word.replaceAll("_", " ") }));
};

interface ValueFieldProps {
  column: DataColumn;
  operator: FilterOperator;
  value: string;
  onChange: (value: string) => void;
}

const ValueField = ({ column, operator, value, onChange }: ValueFieldProps) => {
  const choices = choicesOf(column);
  if (choices.length > 0 && operator !== "one_of")
    return (
      <Select
        label="Value"
        value={value || (choices[0]?.value ?? "")}
        choices={choices}
        onChange={onChange}
      />
    );
  return (
    <input
      className="field data-value"
      aria-label="Value"
      required
      maxLength={500}
      type={column.kind === "instant" ? "datetime-local" : "text"}
      inputMode={column.kind === "number" ? "decimal" : "text"}
      placeholder={operator === "one_of" ? "Several, with spaces between" : "Value"}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  );
};
