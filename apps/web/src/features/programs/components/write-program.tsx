import { type Program, programSpeech } from "@signalbox/contract/programs";
import { type SubmitEvent, useId, useState } from "react";
import { type Faults, faultsOf } from "../../../lib/faults.ts";
import { Choose } from "../../../ui/choose.tsx";
import { Field, Notes, notesOf, Refusal } from "../../../ui/field.tsx";
import { FormDialog, FormFoot, useFormDialog } from "../../../ui/form-dialog.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { bodyOf, nothing, type ProgramWords, speaksNames, wordsOf } from "../form.ts";
import { useWriteProgram } from "../queries.ts";

/** A button that asks for a new program, or for what one is to become, in a dialog. */
export const WriteProgram = ({ program }: { program: Program | null }) => {
  const write = useWriteProgram(program?.id ?? null);
  const { open, onOpenChange, close } = useFormDialog(write);
  const title = program === null ? "Add a program" : `Change ${program.name}`;
  const trigger = (
    <button type="button" className="btn" aria-label={title}>
      {program === null ? <Icon name="plus" small /> : null}
      {program === null ? title : "Change"}
    </button>
  );
  return (
    <FormDialog trigger={trigger} open={open} onOpenChange={onOpenChange} title={title}>
      <ProgramForm
        program={program}
        pending={write.isPending}
        error={write.error}
        onSubmit={(words) => write.mutate(bodyOf(words), { onSuccess: close })}
      />
    </FormDialog>
  );
};

interface ProgramFormProps {
  program: Program | null;
  pending: boolean;
  error: Error | null;
  onSubmit: (words: ProgramWords) => void;
}

const ProgramForm = ({ program, pending, error, onSubmit }: ProgramFormProps) => {
  const [words, setWords] = useState(program === null ? nothing : wordsOf(program));
  const faults = faultsOf(error);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSubmit(words);
  };
  return (
    <form onSubmit={submit}>
      <div className="panel__body stack">
        <Fields words={words} faults={faults} onChange={(some) => setWords({ ...words, ...some })} />
        <Refusal error={faults.size === 0 ? error : null} />
      </div>
      <FormFoot verb={pending ? "Keeping…" : program === null ? "Add it" : "Keep it"} pending={pending} />
    </form>
  );
};

interface FieldsProps {
  words: ProgramWords;
  faults: Faults;
  onChange: (some: Partial<ProgramWords>) => void;
}

const plain = { autoComplete: "off", spellCheck: false } as const;

const Fields = ({ words, faults, onChange }: FieldsProps) => (
  <>
    <Field
      {...{ label: "Name", value: words.name, required: true, autoComplete: "off" }}
      fault={faults.get("name")}
      onChange={(name) => onChange({ name })}
    />
    <Field
      {...{ ...plain, label: "Command", value: words.command, required: true }}
      hint="An absolute path, or a name on the path of the server"
      fault={faults.get("command")}
      onChange={(command) => onChange({ command })}
    />
    <Arguments words={words} faults={faults} onChange={onChange} />
    <Choose
      label="Speaks"
      value={words.speaks}
      choices={programSpeech.map((value) => ({ value, label: speaksNames[value] }))}
      onChange={(speaks) => onChange({ speaks })}
    />
    {words.speaks === "nothing" ? (
      <Field
        {...{ ...plain, label: "Leaves its result in", value: words.resultFile }}
        placeholder="its last lines"
        hint="A file in the folder that it works in"
        fault={faults.get("resultFile")}
        onChange={(resultFile) => onChange({ resultFile })}
      />
    ) : null}
  </>
);

const Arguments = ({ words: { args, speaks }, faults, onChange }: FieldsProps) => {
  const id = useId();
  const hint =
    speaks === "acp"
      ? "One a line, as it is: no shell reads them. A key belongs into an account"
      : "One a line, as it is: no shell reads them. {prompt} becomes the prompt, which else is on the standard input. A key belongs into an account";
  const fault = [...faults].find(([path]) => path.startsWith("args"))?.[1];
  return (
    <div>
      <label className="label" htmlFor={id}>
        Arguments
      </label>
      <textarea
        {...{ ...plain, ...notesOf(id, { hint, fault }), id, rows: 4 }}
        className="field mono"
        value={args}
        onChange={(event) => onChange({ args: event.target.value })}
      />
      <Notes id={id} hint={hint} fault={fault} />
    </div>
  );
};
