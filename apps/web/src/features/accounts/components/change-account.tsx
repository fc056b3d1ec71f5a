import type { Account, AccountChange } from "@signalbox/contract/accounts";
import { type SubmitEvent, useState } from "react";
import { faultsOf } from "../../../lib/faults.ts";
import { Field, Refusal } from "../../../ui/field.tsx";
import { FormDialog, FormFoot, useFormDialog } from "../../../ui/form-dialog.tsx";
import { useChangeAccount } from "../queries.ts";

/** A button that asks for another name, or the secret anew. */
export const ChangeAccount = ({ account }: { account: Account }) => {
  const change = useChangeAccount(account.id);
  const { open, onOpenChange, close } = useFormDialog(change);
  // What was sent is kept with how it went: a secret is not to be.
  const done = () => {
    close();
    change.reset();
  };
  const trigger = (
    <button type="button" className="btn" aria-label={`Change ${account.name}`}>
      Change
    </button>
  );
  return (
    <FormDialog trigger={trigger} open={open} onOpenChange={onOpenChange} title={`Change ${account.name}`}>
      <ChangeForm
        account={account}
        pending={change.isPending}
        error={change.error}
        onSubmit={(wish) => change.mutate(wish, { onSuccess: done })}
      />
    </FormDialog>
  );
};

interface ChangeFormProps {
  account: Account;
  pending: boolean;
  error: Error | null;
  onSubmit: (wish: AccountChange) => void;
}

const ChangeForm = ({ account, pending, error, onSubmit }: ChangeFormProps) => {
  const [name, setName] = useState(account.name);
  const [secret, setSecret] = useState("");
  const [isDefault, setIsDefault] = useState(account.isDefault);
  const faults = faultsOf(error);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSubmit({ name, isDefault, ...(secret === "" ? {} : { secret }) });
  };
  return (
    <form onSubmit={submit}>
      <div className="panel__body stack">
        <Field
          label="Name"
          value={name}
          required
          autoComplete="off"
          fault={faults.get("name")}
          onChange={setName}
        />
        {account.hint === null ? null : (
          <Field
            label={account.kind === "token" ? "New token" : "New key"}
            type="password"
            value={secret}
            autoComplete="off"
            hint={`Left empty, the one that ends with ${account.hint} stays`}
            fault={faults.get("secret")}
            onChange={setSecret}
          />
        )}
        <label className="row row--tight">
          <input
            type="checkbox"
            checked={isDefault}
            onChange={(event) => setIsDefault(event.target.checked)}
          />
          Take it before others
        </label>
        <Refusal error={faults.size === 0 ? error : null} />
      </div>
      <FormFoot verb={pending ? "Keeping…" : "Keep it"} pending={pending} />
    </form>
  );
};
