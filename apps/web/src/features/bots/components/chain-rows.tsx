import { botBackends } from "@signalbox/contract/chain";
import type { Faults } from "../../../lib/faults.ts";
import { Choose } from "../../../ui/choose.tsx";
import { Field } from "../../../ui/field.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { backendNames, useAccounts } from "../../accounts/index.ts";
import { type LinkWords, newLink } from "../form.ts";

interface ChainRowsProps {
  links: readonly LinkWords[];
  faults: Faults;
  onChange: (links: readonly LinkWords[]) => void;
}

const most = 5;

/** What is tried where what stands before can't be used, a row each. */
export const ChainRows = ({ links, faults, onChange }: ChainRowsProps) => (
  <fieldset className="variables">
    <legend className="label">Where that can't be used, then</legend>
    {links.map((link, index) => (
      <Row
        key={link.key}
        link={link}
        number={index + 1}
        fault={faults.get(`fallbacks.${index}.model`)}
        accountFault={faults.get(`fallbacks.${index}.accountId`)}
        onChange={(some) => onChange(links.map((one) => (one.key === link.key ? { ...one, ...some } : one)))}
        onRemove={() => onChange(links.filter(({ key }) => key !== link.key))}
      />
    ))}
    <p>
      <button
        type="button"
        className="btn"
        disabled={links.length >= most}
        onClick={() => onChange([...links, newLink()])}
      >
        <Icon name="plus" small />
        Add a fallback
      </button>
    </p>
    <p className="hint">
      Taken in this order at a limit, without a sign-in, or where a fault does not pass; where all are at a
      limit, it waits for the first to be over
    </p>
  </fieldset>
);

interface RowProps {
  link: LinkWords;
  number: number;
  fault: string | undefined;
  accountFault: string | undefined;
  onChange: (some: Partial<LinkWords>) => void;
  onRemove: () => void;
}

const Row = ({ link, number, fault, accountFault, onChange, onRemove }: RowProps) => (
  <fieldset className="variable" aria-label={`Fallback ${number}`}>
    <Choose
      label="CLI"
      value={link.backend}
      choices={botBackends.map((value) => ({ value, label: backendNames[value] }))}
      onChange={(backend) => onChange({ backend, accountId: "" })}
    />
    <Field
      label="Model"
      value={link.model}
      maxLength={100}
      autoComplete="off"
      spellCheck={false}
      placeholder="the CLI's own choice"
      fault={fault}
      onChange={(model) => onChange({ model })}
    />
    <AccountChoice link={link} fault={accountFault} onChange={(accountId) => onChange({ accountId })} />
    <div className="variable__act">
      <button
        type="button"
        className="btn btn--quiet btn--icon"
        aria-label={`Remove fallback ${number}`}
        onClick={onRemove}
      >
        <Icon name="close" small />
      </button>
    </div>
  </fieldset>
);

interface AccountChoiceProps {
  link: Pick<LinkWords, "backend" | "accountId">;
  fault: string | undefined;
  onChange: (accountId: string) => void;
}

/** One account of a CLI, or any. */
export const AccountChoice = ({ link, fault, onChange }: AccountChoiceProps) => {
  const known = useAccounts().filter(({ backend }) => backend === link.backend);
  const isGone = link.accountId !== "" && !known.some(({ id }) => id === link.accountId);
  return (
    <Choose
      label="Account"
      value={link.accountId}
      choices={[
        { value: "", label: "Any" },
        ...known.map((account) => ({ value: account.id, label: account.name })),
        ...(isGone ? [{ value: link.accountId, label: "One that is gone" }] : []),
      ]}
      fault={fault}
      onChange={onChange}
    />
  );
};
