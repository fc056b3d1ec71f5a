import { Field } from "../../../ui/field.tsx";
import type { FieldsProps } from "./trigger-fields.tsx";

/** Which address is asked, how often, and what of its answer is compared. */
export const PollFields = ({ words, faults, onChange }: FieldsProps) => (
  <>
    <Field
      label="Address"
      value={words.url}
      maxLength={2_000}
      required
      inputMode="url"
      autoComplete="off"
      spellCheck={false}
      placeholder="https://example.com/releases.json"
      hint="The first answer begins nothing. A key for it is given once the trigger is there"
      fault={faults.get("url")}
      onChange={(url) => onChange({ url })}
    />
    <Field
      label="Every so many minutes"
      value={words.everyMinutes}
      inputMode="numeric"
      required
      autoComplete="off"
      hint="1 to 1440; where it can't be read, more and more"
      fault={faults.get("everyMinutes")}
      onChange={(everyMinutes) => onChange({ everyMinutes })}
    />
    <Field
      label="What is compared"
      value={words.compare}
      maxLength={2_000}
      autoComplete="off"
      spellCheck={false}
      placeholder="releases[0].version"
      hint="JMESPath, over the JSON that is answered. Empty compares all of it"
      fault={faults.get("compare")}
      onChange={(compare) => onChange({ compare })}
    />
    <HourField words={words} faults={faults} onChange={onChange} />
  </>
);

/** What keeps it from beginning over and over. */
export const HourField = ({ words, faults, onChange }: FieldsProps) => (
  <Field
    label="In an hour, at most"
    value={words.perHour}
    inputMode="numeric"
    required
    autoComplete="off"
    hint="How often it begins"
    fault={faults.get("perHour")}
    onChange={(perHour) => onChange({ perHour })}
  />
);
