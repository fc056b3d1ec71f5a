import { eventCatalogue } from "@signalbox/contract/event-catalogue";
import { Choose } from "./choose.tsx";
import { Icon } from "./icon.tsx";

const families = [...new Set(eventCatalogue.map(({ type }) => `${type.split(".")[0]}.*`))];
const offered = [...families, ...eventCatalogue.map(({ type }) => type)].toSorted();
const all = "*";
const summaries = new Map<string, string>([
  ...eventCatalogue.map(({ type, summary }): [string, string] => [type, summary]),
  [all, "All there are"],
]);

interface EventTypesProps {
  types: readonly string[];
  /** What the list of those that were chosen is called. */
  label: string;
  /** Whether all there are may be chosen at once. */
  offersAll?: boolean;
  fault: string | undefined;
  onChange: (types: string[]) => void;
}

/** Types of events and families of them, chosen one by one. */
export const EventTypes = ({ types, label, offersAll = false, fault, onChange }: EventTypesProps) => (
  <div className="stack">
    <Choose
      label={types.length === 0 ? "Event" : "One more event"}
      value=""
      choices={[
        { value: "", label: "Choose one" },
        ...(offersAll ? [all, ...offered] : offered)
          .filter((type) => !types.includes(type))
          .map((value) => ({ value, label: value })),
      ]}
      hint="One with * stands for all that begin so"
      fault={fault}
      onChange={(type) => type !== "" && onChange([...types, type])}
    />
    <ul className="stack" aria-label={label}>
      {types.map((type) => (
        <li key={type} className="row">
          <span className="mono break">{type}</span>
          <span className="small ink3 cut grow">{summaries.get(type)}</span>
          <button
            type="button"
            className="btn btn--quiet btn--icon"
            aria-label={`Remove ${type}`}
            onClick={() => onChange(types.filter((one) => one !== type))}
          >
            <Icon name="close" small />
          </button>
        </li>
      ))}
    </ul>
  </div>
);
