import { eventCatalogue } from "@signalbox/contract/event-catalogue";
import { Choose } from "../../../ui/choose.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { HourField } from "./poll-fields.tsx";
import type { FieldsProps } from "./trigger-fields.tsx";

const families = [...new Set(eventCatalogue.map(({ type }) => `${type.split(".")[0]}.*`))];
const offered = [...families, ...eventCatalogue.map(({ type }) => type)].toSorted();
const summaries = new Map<string, string>(eventCatalogue.map(({ type, summary }) => [type, summary]));

/** Which events of Signalbox it begins on. */
export const EventFields = ({ words, faults, onChange }: FieldsProps) => {
  const { types } = words;
  const fault = [...faults].find(([path]) => path.startsWith("types"))?.[1];
  return (
    <>
      <div className="stack">
        <Choose
          label={types.length === 0 ? "Event" : "One more event"}
          value=""
          choices={[
            { value: "", label: "Choose one" },
            ...offered.filter((type) => !types.includes(type)).map((value) => ({ value, label: value })),
          ]}
          hint="One with * stands for all that begin so"
          fault={fault}
          onChange={(type) => type !== "" && onChange({ types: [...types, type] })}
        />
        <ul className="stack" aria-label="Events that it begins on">
          {types.map((type) => (
            <li key={type} className="row">
              <span className="mono break">{type}</span>
              <span className="small ink3 cut grow">{summaries.get(type)}</span>
              <button
                type="button"
                className="btn btn--quiet btn--icon"
                aria-label={`Remove ${type}`}
                onClick={() => onChange({ types: types.filter((one) => one !== type) })}
              >
                <Icon name="close" small />
              </button>
            </li>
          ))}
        </ul>
      </div>
      <HourField words={words} faults={faults} onChange={onChange} />
    </>
  );
};
