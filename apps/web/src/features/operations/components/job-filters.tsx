import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Select } from "../../../ui/choice.tsx";
import { queuesQuery } from "../jobs/queries.ts";
import type { JobsFilter } from "../jobs/search.ts";
import { stateChoices } from "../jobs/words.ts";

interface JobFiltersProps {
  filter: JobsFilter;
  onChange: (filter: JobsFilter) => void;
}

const restMs = 300;

/** What narrows the list of jobs. */
export const JobFilters = ({ filter, onChange }: JobFiltersProps) => {
  const queues = useQuery(queuesQuery).data ?? [];
  const { queue, state, text, ...none } = filter;
  const change = (part: { [K in keyof JobsFilter]: JobsFilter[K] | undefined }) => {
    const { queue, state, text } = { ...filter, ...part };
    onChange({
      ...none,
      ...(queue === undefined ? {} : { queue }),
      ...(state === undefined ? {} : { state }),
      ...(text === undefined || text === "" ? {} : { text }),
    });
  };
  return (
    <search className="filters">
      <TextField value={text ?? ""} onChange={(next) => change({ text: next })} />
      <Select
        label="Kind of job"
        value={queue ?? "any"}
        choices={[
          { value: "any", label: "Every kind" },
          ...queues.map(({ name, counts }) => ({
            value: name,
            label: `${name}${counts.failed === 0 ? "" : ` (${counts.failed} failed)`}`,
          })),
        ]}
        onChange={(next) => change({ queue: next === "any" ? undefined : next })}
      />
      <Select
        label="State"
        value={state ?? "any"}
        choices={stateChoices}
        onChange={(next) => change({ state: next === "any" ? undefined : next })}
      />
    </search>
  );
};

/** Asks once the typing rests. */
const TextField = ({ value, onChange }: { value: string; onChange: (text: string) => void }) => {
  const [typed, setTyped] = useState(value);
  useEffect(() => {
    if (typed.trim() === value) return;
    const rest = setTimeout(() => onChange(typed.trim()), restMs);
    return () => clearTimeout(rest);
  }, [typed, value, onChange]);
  return (
    <input
      type="search"
      className="field filters__text"
      aria-label="Find a job"
      placeholder="Id, key or words"
      data-filter
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
    />
  );
};
