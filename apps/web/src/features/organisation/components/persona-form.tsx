import type { Persona } from "@signalbox/contract/personas";
import { type SubmitEvent, useId, useState } from "react";
import { Field, Refusal } from "../../../ui/field.tsx";
import { FormDialog, type FormDialogProps, FormFoot, useFormDialog } from "../../../ui/form-dialog.tsx";
import { useChangePersona, useMakePersona } from "../queries.ts";
import "./persona.css";

interface Words {
  role: string;
  name: string;
  description: string;
  skill: string;
}

interface FormProps {
  words: Words;
  /** A role is given once. */
  isNew: boolean;
  verb: string;
  pending: boolean;
  error: Error | null;
  onSubmit: (words: Words) => void;
}

const PersonaForm = ({ words: given, isNew, verb, pending, error, onSubmit }: FormProps) => {
  const [words, setWords] = useState(given);
  const telling = useId();
  const set = (some: Partial<Words>) => setWords({ ...words, ...some });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSubmit(words);
  };
  return (
    <form onSubmit={submit}>
      <div className="panel__body stack">
        <Field
          label="Name"
          value={words.name}
          maxLength={64}
          required
          autoComplete="off"
          placeholder="Ada"
          onChange={(name) => set({ name })}
        />
        <Field
          label="Role"
          value={words.role}
          maxLength={64}
          required
          disabled={!isNew}
          autoComplete="off"
          placeholder="reviewer"
          hint={isNew ? "What it does in the team; it stays as it is" : "A role stays as it was made"}
          onChange={(role) => set({ role })}
        />
        <Field
          label="Description"
          value={words.description}
          maxLength={2_000}
          autoComplete="off"
          onChange={(description) => set({ description })}
        />
        <div>
          <label className="label" htmlFor={telling}>
            Skill
          </label>
          <textarea
            id={telling}
            className="field persona__skill"
            rows={10}
            maxLength={20_000}
            value={words.skill}
            aria-describedby={`${telling}-hint`}
            onChange={(event) => set({ skill: event.target.value })}
          />
          <p className="hint" id={`${telling}-hint`}>
            What each agent that is started as this persona is told
          </p>
        </div>
        <Refusal error={error} />
      </div>
      <FormFoot verb={verb} pending={pending} />
    </form>
  );
};

const nothing: Words = { role: "", name: "", description: "", skill: "" };

/** A button that asks for a new persona in a dialog. */
export const MakePersona = ({ trigger }: Pick<FormDialogProps, "trigger">) => {
  const make = useMakePersona();
  const { open, onOpenChange, close } = useFormDialog(make);
  const onSubmit = (words: Words) => make.mutate(words, { onSuccess: close });
  const form = { words: nothing, isNew: true, verb: "Make it", pending: make.isPending, error: make.error };
  return (
    <FormDialog {...{ trigger, open, onOpenChange }} title="New persona">
      <PersonaForm {...form} onSubmit={onSubmit} />
    </FormDialog>
  );
};

/** A button that lets a persona be changed in a dialog. */
export const EditPersona = ({
  persona,
  trigger,
}: { persona: Persona } & Pick<FormDialogProps, "trigger">) => {
  const change = useChangePersona(persona.id);
  const { open, onOpenChange, close } = useFormDialog(change);
  const onSubmit = ({ name, description, skill }: Words) =>
    change.mutate({ name, description, skill }, { onSuccess: close });
  const form = { words: persona, isNew: false, verb: "Save", pending: change.isPending, error: change.error };
  return (
    <FormDialog {...{ trigger, open, onOpenChange }} title={`Edit ${persona.name}`}>
      <PersonaForm {...form} onSubmit={onSubmit} />
    </FormDialog>
  );
};
