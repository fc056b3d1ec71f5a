import { type LogLevel, logLevels } from "@signalbox/contract/logs";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { type Choice, Select } from "../../../ui/choice.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { usePageTitle } from "../../../ui/page.tsx";
import { shortId } from "../components/event-filters.tsx";
import { LogLines } from "../components/log-lines.tsx";
import { type LogsFilter, readLogsSearch } from "../logs/search.ts";
import "./events.css";
import "./logs.css";

type Change = { [K in keyof LogsFilter]: LogsFilter[K] | undefined };

const levels: Choice<LogLevel | "any">[] = [
  { value: "any", label: "Any level" },
  ...logLevels
    .slice(1)
    .map((level) => ({ value: level, label: level === "fatal" ? level : `${level} and worse` })),
];

/** `/operations/logs`: what the node that answers says of itself, as it says it. */
export const LogsPage = () => {
  usePageTitle("Logs");
  const navigate = useNavigate();
  const { line, ...rest } = readLogsSearch(useSearch({ strict: false }));
  const key = JSON.stringify(rest);
  const filter = useMemo((): LogsFilter => JSON.parse(key), [key]);
  const change = (part: Change) => {
    const next = Object.entries({ ...filter, ...part }).filter(([, value]) => value !== undefined);
    void navigate({
      to: "/operations/logs",
      search: readLogsSearch(Object.fromEntries(next)),
      replace: true,
    });
  };
  return (
    <>
      <search className="filters">
        <TextField key={filter.text} value={filter.text ?? ""} onChange={(text) => change({ text })} />
        <Select
          label="Level"
          value={filter.level ?? "any"}
          choices={levels}
          onChange={(level) => change({ level: level === "any" ? undefined : level })}
        />
        {(["part", "correlationId"] as const).map((name) =>
          filter[name] === undefined ? null : (
            <span key={name} className="badge badge--flat chip">
              {name === "part" ? "part" : "chain"} <span className="mono">{shortId(filter[name])}</span>
              <button
                type="button"
                aria-label={`No longer only this ${name === "part" ? "part" : "chain"}`}
                onClick={() => change({ [name]: undefined })}
              >
                <Icon name="close" small />
              </button>
            </span>
          ),
        )}
      </search>
      <section className="panel" aria-label="Log">
        <LogLines key={key} filter={filter} open={line} />
      </section>
    </>
  );
};

interface TextFieldProps {
  value: string;
  onChange: (text: string | undefined) => void;
}

const TextField = ({ value, onChange }: TextFieldProps) => {
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
        aria-label="Words of a line"
        placeholder="Words of a line"
        maxLength={100}
        data-filter
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={done}
      />
    </form>
  );
};
