import { EventTypes } from "../../../ui/event-types.tsx";
import { HourField } from "./poll-fields.tsx";
import type { FieldsProps } from "./trigger-fields.tsx";

/** Which events of Signalbox it begins on. */
export const EventFields = ({ words, faults, onChange }: FieldsProps) => (
  <>
    <EventTypes
      types={words.types}
      label="Events that it begins on"
      fault={[...faults].find(([path]) => path.startsWith("types"))?.[1]}
      onChange={(types) => onChange({ types })}
    />
    <HourField words={words} faults={faults} onChange={onChange} />
  </>
);
