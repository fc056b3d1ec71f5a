import { useState } from "react";
import { type Choice, Select } from "../../../ui/choice.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { useProjects } from "../../projects/index.ts";
import { typeChoices } from "../events/event-words.ts";
import { type EventsFilter, type Span, spans } from "../events/search.ts";

interface EventFiltersProps {
  filter: EventsFilter;
  onChange: (filter: EventsFilter) => void;
}

/** Parts of a filter to set, or to drop where they are undefined. */
export type Change = { [K in keyof EventsFilter]: EventsFilter[K] | undefined };

/** The filter without what is not set. */
export const narrowed = (filter: EventsFilter, change: Change): EventsFilter =>
  Object.fromEntries(Object.entries({ ...filter, ...change }).filter(([, value]) => value !== undefined));

const types: Choice<string>[] = [{ value: "any", label: "Any type" }, ...typeChoices];
const spanWords: Record<Span, string> = {
  "15m": "Last 15 min",
  "1h": "Last hour",
  "24h": "Last 24 h",
  "7d": "Last 7 days",
};
type When = Span | "any" | "between";
const times: Choice<When>[] = [
  { value: "any", label: "Any time" },
  ...spans.map((span) => ({ value: span, label: spanWords[span] })),
  { value: "between", label: "Between…" },
];

/** What narrows the list, in words that can be taken away again. */
export const EventFilters = ({ filter, onChange }: EventFiltersProps) => {
  const [choosesTimes, setChoosesTimes] = useState(false);
  const projects = [...useProjects().values()];
  const change = (part: Change) => onChange(narrowed(filter, part));
  const between = choosesTimes || filter.since !== undefined || filter.until !== undefined;
  const chooseTime = (when: When) => {
    setChoosesTimes(when === "between");
    const last = when === "any" || when === "between" ? undefined : when;
    change({ last, since: undefined, until: undefined });
  };
  return (
    <search className="filters">
      <IdField key={filter.text} value={filter.text} onChange={(text) => change({ text })} />
      <Select
        label="Type"
        value={filter.type ?? "any"}
        choices={types}
        onChange={(type) => change({ type: type === "any" ? undefined : type })}
      />
      <Select
        label="Project"
        value={filter.projectId ?? "any"}
        choices={[
          { value: "any", label: "All projects" },
          ...projects.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(projectId) => change({ projectId: projectId === "any" ? undefined : projectId })}
      />
      <Select
        label="Time"
        value={filter.last ?? (between ? "between" : "any")}
        choices={times}
        onChange={chooseTime}
      />
      {between ? (
        <>
          <TimeField
            label="From"
            value={filter.since}
            onChange={(since) => change({ since, last: undefined })}
          />
          <TimeField
            label="Until"
            value={filter.until}
            onChange={(until) => change({ until, last: undefined })}
          />
        </>
      ) : null}
      <Chips filter={filter} onChange={change} />
    </search>
  );
};

interface FieldProps {
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

/** A part of an id; it narrows when the person is done with it. */
const IdField = ({ value = "", onChange }: FieldProps) => {
  const [typed, setTyped] = useState(value);
  const done = () => {
    if (typed.trim() !== value) onChange(typed.trim() || undefined);
  };
  return (
    <form
      className="filters__text"
      onSubmit={(event) => {
        event.preventDefault();
        done();
      }}
    >
      <input
        type="search"
        className="field"
        aria-label="Part of an id"
        placeholder="Part of an id"
        maxLength={100}
        data-filter
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={done}
      />
    </form>
  );
};

const TimeField = ({ label, value, onChange }: FieldProps & { label: string }) => (
  <label className="row row--tight small ink3">
    {label}
    <input
      type="datetime-local"
      className="field filters__time"
      value={value === undefined ? "" : localTime(value)}
      onChange={({ target }) =>
        onChange(target.value === "" ? undefined : new Date(target.value).toISOString())
      }
    />
  </label>
);

/** An instant as the field wants it: this browser's time, to the minute. */
const localTime = (at: string): string => {
  const then = new Date(at);
  return new Date(then.getTime() - then.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

/** What was narrowed to from an event, each with the way to drop it. */
const Chips = ({ filter, onChange }: { filter: EventsFilter; onChange: (change: Change) => void }) => {
  const chips = [
    ["agentId", "agent"],
    ["correlationId", "chain"],
    ["actor", "by"],
  ] as const;
  return chips.map(([name, word]) => {
    const value = filter[name];
    return value === undefined ? null : (
      <span key={name} className="badge badge--flat chip">
        {word} <span className="mono">{shortId(value)}</span>
        <button
          type="button"
          aria-label={`No longer only this ${word === "by" ? "actor" : word}`}
          onClick={() => onChange({ [name]: undefined })}
        >
          <Icon name="close" small />
        </button>
      </span>
    );
  });
};

/** `0198f2c1…e41a`: both ends of a long id. */
export const shortId = (id: string): string => (id.length <= 20 ? id : `${id.slice(0, 8)}…${id.slice(-4)}`);
