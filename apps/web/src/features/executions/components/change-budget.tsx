import type { ExecutionDetail } from "@signalbox/contract/executions";
import { type SubmitEvent, useState } from "react";
import { faultsOf } from "../../../lib/faults.ts";
import { Field, Refusal } from "../../../ui/field.tsx";
import { FormDialog, FormFoot, useFormDialog } from "../../../ui/form-dialog.tsx";
import { useBudget } from "../queries.ts";

/** Changes what it may take, while it runs. */
export const ChangeBudget = ({ execution }: { execution: ExecutionDetail }) => {
  const change = useBudget(execution.id);
  const { open, onOpenChange, close } = useFormDialog(change);
  const { startedAt, endedAt, asked } = execution;
  if (startedAt === null || endedAt !== null || asked === "cancel") return null;
  const trigger = (
    <button type="button" className="btn">
      Budget…
    </button>
  );
  return (
    <FormDialog {...{ trigger, open, onOpenChange }} title="What it may take">
      <BudgetForm budget={execution.budget} change={change} onDone={close} />
    </FormDialog>
  );
};

interface BudgetFormProps {
  budget: ExecutionDetail["budget"];
  change: ReturnType<typeof useBudget>;
  onDone: () => void;
}

const BudgetForm = ({ budget, change, onDone }: BudgetFormProps) => {
  const [cost, setCost] = useState(budget?.costMicros == null ? "" : String(budget.costMicros / 1e6));
  const [tokens, setTokens] = useState(budget?.tokens == null ? "" : String(budget.tokens));
  const faults = faultsOf(change.error);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const [dollars, most] = [numberIn(cost), numberIn(tokens)];
    const costMicros = dollars === null ? null : Math.round(dollars * 1e6);
    const wish = costMicros === null && most === null ? null : { costMicros, tokens: most };
    change.mutate(wish, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit}>
      <div className="panel__body stack">
        <Field
          label="May cost, in dollars"
          value={cost}
          inputMode="decimal"
          autoComplete="off"
          placeholder="any"
          hint="With what it took so far; it is ended where it took that"
          fault={faults.get("budget.costMicros") ?? faults.get("budget")}
          onChange={setCost}
        />
        <Field
          label="May take, in tokens"
          value={tokens}
          inputMode="numeric"
          autoComplete="off"
          placeholder="any"
          fault={faults.get("budget.tokens")}
          onChange={setTokens}
        />
        <Refusal error={faults.size === 0 ? change.error : null} />
      </div>
      <FormFoot verb={change.isPending ? "Changing…" : "Change it"} pending={change.isPending} />
    </form>
  );
};

/** What is no number is sent as one that the server refuses: else it would be taken for no limit. */
const numberIn = (text: string): number | null => {
  if (text.trim() === "") return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : -1;
};
