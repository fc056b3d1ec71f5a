import { keyVariablesOf } from "@signalbox/contract/accounts";
import { botBackends } from "@signalbox/contract/chain";
import { type SubmitEvent, useState } from "react";
import { faultsOf } from "../../../lib/faults.ts";
import { Choose } from "../../../ui/choose.tsx";
import { Field, Refusal } from "../../../ui/field.tsx";
import { FormDialog, FormFoot, useFormDialog } from "../../../ui/form-dialog.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { usePrograms } from "../../programs/index.ts";
import { type AccountWords, bodyOf, kindsOf, nothing, withBackend } from "../form.ts";
import { useAddAccount } from "../queries.ts";
import { backendNames, kindNames } from "../words.ts";

/** A button that asks for a new account in a dialog. */
export const AddAccount = () => {
  const add = useAddAccount();
  const { open, onOpenChange, close } = useFormDialog(add);
  // What was sent is kept with how it went: a secret is not to be.
  const done = () => {
    close();
    add.reset();
  };
  const trigger = (
    <button type="button" className="btn">
      <Icon name="plus" small />
      Add an account
    </button>
  );
  return (
    <FormDialog trigger={trigger} open={open} onOpenChange={onOpenChange} title="Add an account">
      <AccountForm
        pending={add.isPending}
        error={add.error}
        onSubmit={(words) => add.mutate(bodyOf(words), { onSuccess: done })}
      />
    </FormDialog>
  );
};

interface AccountFormProps {
  pending: boolean;
  error: Error | null;
  onSubmit: (words: AccountWords) => void;
}

const AccountForm = ({ pending, error, onSubmit }: AccountFormProps) => {
  const [words, setWords] = useState(nothing);
  const change = (some: Partial<AccountWords>) => setWords({ ...words, ...some });
  const faults = faultsOf(error);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSubmit(words);
  };
  return (
    <form onSubmit={submit}>
      <div className="panel__body stack">
        <Choose
          label="CLI"
          value={words.backend}
          choices={botBackends.map((value) => ({ value, label: backendNames[value] }))}
          onChange={(backend) => setWords(withBackend(words, backend))}
        />
        {words.backend === "program" ? (
          <ProgramChoice
            programId={words.programId}
            fault={faults.get("programId")}
            onChange={(programId) => change({ programId })}
          />
        ) : null}
        <Choose
          label="Kind"
          value={words.kind}
          choices={kindsOf(words.backend).map((value) => ({ value, label: kindNames[value] }))}
          onChange={(kind) => change({ kind })}
        />
        <Field
          label="Name"
          value={words.name}
          required
          autoComplete="off"
          fault={faults.get("name")}
          onChange={(name) => change({ name })}
        />
        <MeansFields words={words} faults={faults} onChange={change} />
        <label className="row row--tight">
          <input
            type="checkbox"
            checked={words.isDefault}
            onChange={(event) => change({ isDefault: event.target.checked })}
          />
          Take it before others
        </label>
        <Refusal error={faults.size === 0 ? error : null} />
      </div>
      <FormFoot verb={pending ? "Adding…" : "Add it"} pending={pending} />
    </form>
  );
};

interface ProgramChoiceProps {
  programId: string;
  fault: string | undefined;
  onChange: (programId: string) => void;
}

const ProgramChoice = ({ programId, fault, onChange }: ProgramChoiceProps) => (
  <Choose
    label="Program"
    value={programId}
    choices={[
      { value: "", label: "Choose one" },
      ...usePrograms().map(({ id, name }) => ({ value: id, label: name })),
    ]}
    fault={fault}
    onChange={onChange}
  />
);

interface MeansFieldsProps {
  words: AccountWords;
  faults: ReadonlyMap<string, string>;
  onChange: (some: Partial<AccountWords>) => void;
}

/** What each kind needs. */
const MeansFields = ({
  words: { backend, kind, folder, secret, variable },
  faults,
  onChange,
}: MeansFieldsProps) => {
  const variables = keyVariablesOf(backend);
  if (kind === "machine") return null;
  if (kind === "folder")
    return (
      <Field
        label="Folder"
        value={folder}
        required
        autoComplete="off"
        spellCheck={false}
        hint="On the machine of the server: where the CLI keeps the other sign-in"
        fault={faults.get("folder")}
        onChange={(path) => onChange({ folder: path })}
      />
    );
  return (
    <>
      {kind === "key" && variables !== null ? (
        <Choose
          label="Of"
          value={variable}
          choices={variables.map((value) => ({ value, label: value }))}
          fault={faults.get("variable")}
          onChange={(name) => onChange({ variable: name })}
        />
      ) : null}
      {kind === "key" && backend === "program" ? (
        <Field
          label="In the variable"
          value={variable}
          required
          autoComplete="off"
          spellCheck={false}
          fault={faults.get("variable")}
          onChange={(name) => onChange({ variable: name })}
        />
      ) : null}
      <Field
        label={kind === "token" ? "Token" : "Key"}
        type="password"
        value={secret}
        required
        autoComplete="off"
        hint={kind === "token" ? "As claude setup-token prints it" : "It is encrypted, and not shown again"}
        fault={faults.get("secret")}
        onChange={(text) => onChange({ secret: text })}
      />
    </>
  );
};
