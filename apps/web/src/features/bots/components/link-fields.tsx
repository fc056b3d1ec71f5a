import { botBackends } from "@signalbox/contract/chain";
import { Choose } from "../../../ui/choose.tsx";
import { Field } from "../../../ui/field.tsx";
import { backendNames, useAccounts } from "../../accounts/index.ts";
import type { LinkWords } from "../form.ts";

type Link = Omit<LinkWords, "key">;

export interface LinkFieldsProps {
  link: Link;
  /** What the CLI needs, in a few words. */
  hint?: string;
  faultOf: (name: "model" | "accountId") => string | undefined;
  onChange: (some: Partial<Link>) => void;
}

/** By which CLI, model and account. */
export const LinkFields = ({ link, hint, faultOf, onChange }: LinkFieldsProps) => (
  <>
    <Choose
      label="CLI"
      value={link.backend}
      choices={botBackends.map((value) => ({ value, label: backendNames[value] }))}
      hint={hint}
      onChange={(backend) => onChange({ backend, accountId: "" })}
    />
    <Field
      label="Model"
      value={link.model}
      maxLength={100}
      autoComplete="off"
      spellCheck={false}
      placeholder="the CLI's own choice"
      fault={faultOf("model")}
      onChange={(model) => onChange({ model })}
    />
    <AccountChoice
      link={link}
      fault={faultOf("accountId")}
      onChange={(accountId) => onChange({ accountId })}
    />
  </>
);

interface AccountChoiceProps {
  link: Pick<Link, "backend" | "accountId">;
  fault: string | undefined;
  onChange: (accountId: string) => void;
}

/** One account of a CLI, or any. */
const AccountChoice = ({ link, fault, onChange }: AccountChoiceProps) => {
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
