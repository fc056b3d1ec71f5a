import { Field } from "../../../ui/field.tsx";
import { TextArea } from "../../../ui/text-area.tsx";
import { ProjectChoice } from "../../projects/index.ts";
import { HourField } from "./poll-fields.tsx";
import type { FieldsProps } from "./trigger-fields.tsx";

/** Which files of which project are watched. */
export const WatchFields = ({ words, faults, onChange }: FieldsProps) => (
  <>
    <ProjectChoice
      none="Choose one"
      value={words.projectId}
      hint="It is watched on the machine where it is, while a server runs there"
      fault={faults.get("projectId")}
      onChange={(projectId) => onChange({ projectId })}
    />
    <TextArea
      label="Files"
      value={words.paths}
      rows={2}
      isCode
      spellCheck={false}
      placeholder="src/**/*.ts"
      hint="A pattern a line, one of which must fit; .git and node_modules are left out"
      fault={[...faults].find(([path]) => path.startsWith("paths"))?.[1]}
      onChange={(paths) => onChange({ paths })}
    />
    <Field
      label="Quiet for, in seconds"
      value={words.debounceSeconds}
      inputMode="numeric"
      required
      autoComplete="off"
      hint="1 to 300: it begins once nothing has changed for so long"
      fault={faults.get("debounceSeconds")}
      onChange={(debounceSeconds) => onChange({ debounceSeconds })}
    />
    <HourField words={words} faults={faults} onChange={onChange} />
  </>
);
