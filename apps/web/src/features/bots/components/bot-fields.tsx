import { accesses, workspaceKinds } from "@signalbox/contract/executions";
import type { Faults } from "../../../lib/faults.ts";
import { Choose } from "../../../ui/choose.tsx";
import { Field } from "../../../ui/field.tsx";
import { TextArea } from "../../../ui/text-area.tsx";
import { accessWords, workspaceWords } from "../../executions/index.ts";
import { ProjectChoice } from "../../projects/index.ts";
import type { BotWords } from "../form.ts";
import { accessHints, workspaceHints } from "../words.ts";
import { LinkFields } from "./link-fields.tsx";
import { OutcomeRows } from "./outcome-rows.tsx";
import { VariableRows } from "./variable-rows.tsx";

interface FieldsProps {
  words: BotWords;
  faults: Faults;
  onChange: (some: Partial<BotWords>) => void;
}

/** What it is called and asked. */
export const AskedFields = ({ words, faults, onChange }: FieldsProps) => (
  <>
    <Field
      label="Name"
      value={words.name}
      maxLength={100}
      required
      autoComplete="off"
      placeholder="Triage an issue"
      fault={faults.get("name")}
      onChange={(name) => onChange({ name })}
    />
    <TextArea
      label="Prompt"
      value={words.prompt}
      rows={8}
      maxLength={50_000}
      required
      isCode
      placeholder="Look into {{ issue }} and say what causes it."
      hint="A template in Liquid: values, conditions and loops"
      fault={faults.get("prompt")}
      onChange={(prompt) => onChange({ prompt })}
    />
    <VariableRows
      variables={words.variables}
      faults={faults}
      onChange={(variables) => onChange({ variables })}
    />
  </>
);

/** By what and where it is done, and within which limits. */
export const RunFields = ({ words, faults, onChange }: FieldsProps) => (
  <div className="bot-form__pairs">
    <LinkFields
      link={words}
      hint="It must be where the server runs, and signed in there"
      faultOf={(name) => faults.get(name)}
      onChange={onChange}
    />
    <Choose
      label="Access"
      value={words.access}
      choices={accesses.map((value) => ({ value, label: accessWords[value] }))}
      hint={accessHints[words.access]}
      onChange={(access) => onChange({ access })}
    />
    <Choose
      label="Works in"
      value={words.workspace}
      choices={workspaceKinds.map((value) => ({ value, label: workspaceWords[value] }))}
      hint={workspaceHints[words.workspace]}
      onChange={(workspace) => onChange({ workspace })}
    />
    <ProjectChoice
      none="None"
      value={words.projectId}
      fault={faults.get("projectId")}
      onChange={(projectId) => onChange({ projectId })}
    />
    <Numbers words={words} faults={faults} onChange={onChange} />
  </div>
);

/** What its result has to be, and what is done with it. */
export const ResultFields = ({ words, faults, onChange }: FieldsProps) => (
  <>
    <OutcomeRows outcomes={words.outcomes} faults={faults} onChange={(outcomes) => onChange({ outcomes })} />
    <TextArea
      label="The result must be"
      value={words.resultSchema}
      rows={2}
      isCode
      placeholder="any text"
      hint="A JSON Schema; it is told behind the prompt, and a result that is not so is a failure"
      fault={faults.get("resultSchema")}
      onChange={(resultSchema) => onChange({ resultSchema })}
    />
  </>
);

const Numbers = ({ words, faults, onChange }: FieldsProps) => (
  <>
    <Field
      label="May cost, in dollars"
      value={words.mayCost}
      inputMode="decimal"
      autoComplete="off"
      placeholder="any"
      hint="Each execution; it is ended where it took that"
      fault={faults.get("budget.costMicros") ?? faults.get("budget")}
      onChange={(mayCost) => onChange({ mayCost })}
    />
    <Field
      label="May take, in tokens"
      value={words.mayTake}
      inputMode="numeric"
      autoComplete="off"
      placeholder="any"
      fault={faults.get("budget.tokens")}
      onChange={(mayTake) => onChange({ mayTake })}
    />
    <Field
      label="May take, in minutes"
      value={words.timeoutMinutes}
      inputMode="numeric"
      required
      autoComplete="off"
      hint="Then it is ended"
      fault={faults.get("timeoutMinutes")}
      onChange={(timeoutMinutes) => onChange({ timeoutMinutes })}
    />
    <Field
      label="Asks a person, for minutes"
      value={words.askMinutes}
      inputMode="numeric"
      autoComplete="off"
      placeholder="asks nobody"
      hint="For what it may not do, which is refused then; 55 at most. Only Claude Code can"
      fault={faults.get("askMinutes")}
      onChange={(askMinutes) => onChange({ askMinutes })}
    />
    <Field
      label="Retries"
      value={words.retries}
      inputMode="numeric"
      required
      autoComplete="off"
      hint="How often an overload or a broken connection is tried again"
      fault={faults.get("retries")}
      onChange={(retries) => onChange({ retries })}
    />
    <Field
      label="At once"
      value={words.concurrency}
      inputMode="numeric"
      required
      autoComplete="off"
      hint="How many of its executions run at the same time; others wait"
      fault={faults.get("concurrency")}
      onChange={(concurrency) => onChange({ concurrency })}
    />
  </>
);
