import { Dialog } from "@base-ui/react/dialog";
import type { Persona } from "@signalbox/contract/personas";
import { type ReactElement, type SubmitEvent, useId, useState } from "react";
import { Field, Refusal } from "../../../ui/field.tsx";
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
      <div className="dialog__foot">
        <Dialog.Close className="btn">Cancel</Dialog.Close>
        <button type="submit" className="btn btn--main" disabled={pending}>
          {verb}
        </button>
      </div>
    </form>
  );
};

interface DialogProps {
  trigger: ReactElement<Record<string, unknown>>;
  title: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  form: FormProps;
}

const PersonaDialog = ({ trigger, title, open, onOpenChange, form }: DialogProps) => (
  <Dialog.Root open={open} onOpenChange={onOpenChange}>
    <Dialog.Trigger render={trigger} />
    <Dialog.Portal>
      <Dialog.Backdrop className="scrim" />
      <Dialog.Popup className="dialog">
        <div className="panel__head">
          <Dialog.Title>{title}</Dialog.Title>
        </div>
        <PersonaForm {...form} />
      </Dialog.Popup>
    </Dialog.Portal>
  </Dialog.Root>
);

/** Opens with nothing left of the last try. */
const useDialog = (mutation: { reset(): void }) => {
  const [open, setOpen] = useState(false);
  const onOpenChange = (next: boolean) => {
    if (next) mutation.reset();
    setOpen(next);
  };
  return { open, onOpenChange, close: () => setOpen(false) };
};

const nothing: Words = { role: "", name: "", description: "", skill: "" };

/** A button that asks for a new persona in a dialog. */
export const MakePersona = ({ trigger }: Pick<DialogProps, "trigger">) => {
  const make = useMakePersona();
  const { open, onOpenChange, close } = useDialog(make);
  const onSubmit = (words: Words) => make.mutate(words, { onSuccess: close });
  const form = { words: nothing, isNew: true, verb: "Make it", pending: make.isPending, error: make.error };
  return (
    <PersonaDialog {...{ trigger, open, onOpenChange }} title="New persona" form={{ ...form, onSubmit }} />
  );
};

/** A button that lets a persona be changed in a dialog. */
export const EditPersona = ({ persona, trigger }: { persona: Persona } & Pick<DialogProps, "trigger">) => {
  const change = useChangePersona(persona.id);
  const { open, onOpenChange, close } = useDialog(change);
  const onSubmit = ({ name, description, skill }: Words) =>
    change.mutate({ name, description, skill }, { onSuccess: close });
  const form = { words: persona, isNew: false, verb: "Save", pending: change.isPending, error: change.error };
  return (
    <PersonaDialog
      {...{ trigger, open, onOpenChange }}
      title={`Edit ${persona.name}`}
      form={{ ...form, onSubmit }}
    />
  );
};
