import { budgetPeriods } from "@signalbox/contract/budgets";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactElement, type SubmitEvent, useState } from "react";
import { faultsOf } from "../../../lib/faults.ts";
import { Choose } from "../../../ui/choose.tsx";
import { Field, Refusal } from "../../../ui/field.tsx";
import { FormDialog, FormFoot, useFormDialog } from "../../../ui/form-dialog.tsx";
import { backendNames, useAccounts } from "../../accounts/index.ts";
import { botsQuery } from "../../bots/index.ts";
import { useProjects } from "../../projects/index.ts";
import { usersQuery } from "../../settings/index.ts";
import { type BudgetWords, contentOf } from "../form.ts";
import { useWriteBudget } from "../queries.ts";

interface WriteBudgetProps {
  /** Null makes a new one. */
  budgetId: string | null;
  given: BudgetWords;
  /** The button that opens it. */
  trigger: ReactElement<Record<string, unknown>>;
}

/** A button that asks for a budget in a dialog. */
export const WriteBudget = ({ budgetId, given, trigger }: WriteBudgetProps) => {
  const write = useWriteBudget(budgetId);
  const { open, onOpenChange, close } = useFormDialog(write);
  const submit = (words: BudgetWords) => write.mutate(contentOf(words), { onSuccess: close });
  return (
    <FormDialog
      trigger={trigger}
      open={open}
      onOpenChange={onOpenChange}
      title={budgetId === null ? "New budget" : "Change the budget"}
    >
      <BudgetForm given={given} pending={write.isPending} error={write.error} onSubmit={submit} />
    </FormDialog>
  );
};

interface BudgetFormProps {
  given: BudgetWords;
  pending: boolean;
  error: Error | null;
  onSubmit: (words: BudgetWords) => void;
}

const limits = [
  { name: "cost", label: "Cost, in dollars", at: "limits.costMicros" },
  { name: "tokens", label: "Tokens", at: "limits.tokens" },
  { name: "executions", label: "Executions", at: "limits.executions" },
  { name: "minutes", label: "Minutes", at: "limits.minutes" },
] as const;

const BudgetForm = ({ given, pending, error, onSubmit }: BudgetFormProps) => {
  const [words, setWords] = useState(given);
  const change = (some: Partial<BudgetWords>) => setWords({ ...words, ...some });
  const faults = faultsOf(error);
  const scopes = useScopes();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSubmit(words);
  };
  return (
    <form onSubmit={submit}>
      <div className="panel__body stack">
        <Choose label="Of" value={words.scope} choices={scopes} onChange={(scope) => change({ scope })} />
        <Choose
          label="In each"
          value={words.period}
          choices={budgetPeriods.map((value) => ({ value, label: value }))}
          hint="In UTC; a week begins on Monday"
          onChange={(period) => change({ period })}
        />
        {limits.map(({ name, label, at }) => (
          <Field
            key={name}
            label={label}
            value={words[name]}
            inputMode="decimal"
            autoComplete="off"
            placeholder="any"
            fault={faults.get(at) ?? (name === "cost" ? faults.get("limits") : undefined)}
            onChange={(text) => change({ [name]: text })}
          />
        ))}
        <Field
          label="Warns at, in percent"
          value={words.warnAt}
          inputMode="numeric"
          required
          autoComplete="off"
          fault={faults.get("warnAt")}
          onChange={(warnAt) => change({ warnAt })}
        />
        <Refusal error={faults.size === 0 ? error : null} />
      </div>
      <FormFoot verb={pending ? "Keeping…" : "Keep it"} pending={pending} />
    </form>
  );
};

/** All bots, each of them, each project, each account, and each person. */
const useScopes = () => {
  const { data: bots = [] } = useInfiniteQuery(botsQuery);
  const projects = [...useProjects().values()];
  const accounts = useAccounts();
  const { data: people } = useInfiniteQuery(usersQuery);
  const users = people?.pages.flatMap(({ items }) => items) ?? [];
  return [
    { value: "instance", label: "All bots" },
    ...bots.map(({ id, content }) => ({ value: `bot ${id}`, label: `The bot ${content.name}` })),
    ...projects.map(({ id, name }) => ({ value: `project ${id}`, label: `The project ${name}` })),
    ...accounts.map(({ id, backend, name }) => ({
      value: `account ${id}`,
      label: `The account ${name} of ${backendNames[backend]}`,
    })),
    ...users.map(({ id, name }) => ({ value: `user ${id}`, label: `The person ${name}` })),
  ];
};
