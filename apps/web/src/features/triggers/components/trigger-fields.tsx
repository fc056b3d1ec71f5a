import type { TriggerKind } from "@signalbox/contract/triggers";
import { Link } from "@tanstack/react-router";
import { useId } from "react";
import type { Faults } from "../../../lib/faults.ts";
import { Choose } from "../../../ui/choose.tsx";
import { Field } from "../../../ui/field.tsx";
import { Icon } from "../../../ui/icon.tsx";
import type { TriggerWords } from "../form.ts";
import { useSources } from "../source-queries.ts";
import { usualCrons } from "../words.ts";
import { MakeSource } from "./make-source.tsx";

export interface FieldsProps {
  words: TriggerWords;
  faults: Faults;
  onChange: (some: Partial<TriggerWords>) => void;
}

/** Where the deliveries come from that it looks at. */
export const SourceField = ({ words, faults, onChange }: FieldsProps) => {
  const isGithub = words.kind === "github";
  const sources = useSources().filter(({ style }) => !isGithub || style === "github");
  return (
    <div className="stack">
      <Choose
        label="Source"
        value={words.sourceId}
        choices={[
          { value: "", label: sources.length === 0 ? "None yet" : "Choose one" },
          ...sources.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        hint={isGithub ? "One of GitHub's style" : "Where what comes is delivered from"}
        fault={faults.get("sourceId")}
        onChange={(sourceId) => onChange({ sourceId })}
      />
      <p className="row row--wrap">
        <MakeSource
          style={isGithub ? "github" : "hmac"}
          onMade={({ id }) => onChange({ sourceId: id })}
          trigger={
            <button type="button" className="btn">
              <Icon name="plus" small />
              New source
            </button>
          }
        />
        <Link to="/bots/sources" className="small link">
          See all sources
        </Link>
      </p>
    </div>
  );
};

const filters: Readonly<Record<TriggerKind, string>> = {
  webhook: "body.total > `10`",
  github: "sender.type == 'User'",
  schedule: "",
  event: "data.state == 'failed'",
  poll: "body.stock < `10`",
  watch: "length(paths) < `20`",
};

export const FilterField = ({ words, faults, onChange }: FieldsProps) => (
  <Field
    label="Filter"
    value={words.filter}
    maxLength={2_000}
    autoComplete="off"
    spellCheck={false}
    placeholder={filters[words.kind]}
    hint="JMESPath; it begins where this finds something that is not false. Empty takes all"
    fault={faults.get("filter")}
    onChange={(filter) => onChange({ filter })}
  />
);

const other = "other";

export const ScheduleFields = ({ words, faults, onChange }: FieldsProps) => {
  const zones = useId();
  const usual = usualCrons.find(({ cron }) => cron === words.cron);
  return (
    <>
      <Choose
        label="How often"
        value={usual?.cron ?? other}
        choices={[
          ...usualCrons.map(({ cron, word }) => ({ value: cron, label: word })),
          { value: other, label: "As the cron line says" },
        ]}
        onChange={(cron) => cron !== other && onChange({ cron })}
      />
      <Field
        label="Cron line"
        value={words.cron}
        maxLength={100}
        required
        autoComplete="off"
        spellCheck={false}
        className="field mono"
        hint="Minute, hour, day of the month, month, day of the week"
        fault={faults.get("cron")}
        onChange={(cron) => onChange({ cron })}
      />
      <Field
        label="Time zone"
        value={words.timeZone}
        maxLength={60}
        required
        autoComplete="off"
        spellCheck={false}
        list={zones}
        fault={faults.get("timeZone")}
        onChange={(timeZone) => onChange({ timeZone })}
      />
      <datalist id={zones}>
        {Intl.supportedValuesOf("timeZone").map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <Choose
        label="Times that were missed"
        value={words.missed}
        choices={[
          { value: "once", label: "Begin once for all of them" },
          { value: "all", label: "Begin for each" },
          { value: "skip", label: "Leave them" },
        ]}
        hint="While no server ran"
        onChange={(missed) => onChange({ missed })}
      />
      <Field
        label="Put off by, in seconds"
        value={words.jitterSeconds}
        inputMode="numeric"
        required
        autoComplete="off"
        hint="At most: so that not all begin at once"
        fault={faults.get("jitterSeconds")}
        onChange={(jitterSeconds) => onChange({ jitterSeconds })}
      />
    </>
  );
};
