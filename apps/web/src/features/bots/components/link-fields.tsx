import { botBackends } from "@signalbox/contract/chain";
import { Choose } from "../../../ui/choose.tsx";
import { Field } from "../../../ui/field.tsx";
import { backendNames, useAccounts } from "../../accounts/index.ts";
import { usePrograms } from "../../programs/index.ts";
import type { LinkWords } from "../form.ts";

type Link = Omit<LinkWords, "key">;

export interface LinkFieldsProps {
  link: Link;
  /** What the CLI needs, in a few words. */
  hint?: string;
  faultOf: (name: "model" | "accountId" | "programId") => string | undefined;
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
      onChange={(backend) => onChange({ backend, accountId: "", programId: "" })}
    />
    {link.backend === "program" ? (
      <ProgramChoice link={link} fault={faultOf("programId")} onChange={onChange} />
    ) : null}
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
  link: Pick<Link, "backend" | "accountId" | "programId">;
  fault: string | undefined;
  onChange: (accountId: string) => void;
}

/** One account of a CLI, or any. */
const AccountChoice = ({ link, fault, onChange }: AccountChoiceProps) => {
  const known = useAccounts().filter(
    ({ backend, programId }) => backend === link.backend && (programId ?? "") === link.programId,
  );
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

interface ProgramChoiceProps {
  link: Pick<Link, "programId">;
  fault: string | undefined;
  onChange: (some: Pick<Link, "programId" | "accountId">) => void;
}

/** Which of the programs that administrators wrote down. */
const ProgramChoice = ({ link: { programId }, fault, onChange }: ProgramChoiceProps) => {
  const known = usePrograms();
  const isGone = programId !== "" && !known.some(({ id }) => id === programId);
  return (
    <Choose
      label="Program"
      value={programId}
      choices={[
        { value: "", label: known.length === 0 ? "None is written down yet" : "Choose one" },
        ...known.map(({ id, name }) => ({ value: id, label: name })),
        ...(isGone ? [{ value: programId, label: "One that is gone" }] : []),
      ]}
      fault={fault}
      onChange={(id) => onChange({ programId: id, accountId: "" })}
    />
  );
};
