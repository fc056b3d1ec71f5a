import { type ReactElement, type SubmitEvent, useState } from "react";
import { faultsOf } from "../../../lib/faults.ts";
import { Field, Refusal } from "../../../ui/field.tsx";
import { FormDialog, FormFoot, useFormDialog } from "../../../ui/form-dialog.tsx";
import { type PriceWords, priceOf } from "../price-form.ts";
import { useCreatePrice } from "../price-queries.ts";

interface WritePriceProps {
  given: PriceWords;
  /** The button that opens it. */
  trigger: ReactElement<Record<string, unknown>>;
}

/** A button that asks in a dialog what a model costs. */
export const WritePrice = ({ given, trigger }: WritePriceProps) => {
  const write = useCreatePrice();
  const { open, onOpenChange, close } = useFormDialog(write);
  const submit = (words: PriceWords) => write.mutate(priceOf(words), { onSuccess: close });
  return (
    <FormDialog trigger={trigger} open={open} onOpenChange={onOpenChange} title="What a model costs">
      <PriceForm given={given} pending={write.isPending} error={write.error} onSubmit={submit} />
    </FormDialog>
  );
};

interface PriceFormProps {
  given: PriceWords;
  pending: boolean;
  error: Error | null;
  onSubmit: (words: PriceWords) => void;
}

const rates = [
  { name: "input", label: "Tokens in", required: true },
  { name: "output", label: "Tokens out", required: true },
  { name: "cacheRead", label: "From the cache", required: false },
  { name: "cacheWrite", label: "Into the cache", required: false },
] as const;

const PriceForm = ({ given, pending, error, onSubmit }: PriceFormProps) => {
  const [words, setWords] = useState(given);
  const change = (some: Partial<PriceWords>) => setWords({ ...words, ...some });
  const faults = faultsOf(error);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSubmit(words);
  };
  return (
    <form onSubmit={submit}>
      <div className="panel__body stack">
        <Field
          label="Model"
          value={words.model}
          hint="As its CLI calls it; a date may stand behind it"
          required
          autoComplete="off"
          fault={faults.get("model")}
          onChange={(model) => change({ model })}
        />
        {rates.map(({ name, label, required }) => (
          <Field
            key={name}
            label={`${label}, dollars for a million`}
            value={words[name]}
            inputMode="decimal"
            autoComplete="off"
            required={required}
            placeholder={required ? undefined : "unknown"}
            fault={faults.get(`rates.${name}`)}
            onChange={(text) => change({ [name]: text })}
          />
        ))}
        <Field
          label="Source"
          value={words.source}
          hint="Where it was read: a page, a contract"
          required
          autoComplete="off"
          fault={faults.get("source")}
          onChange={(source) => change({ source })}
        />
        <Field
          label="Holds from"
          type="date"
          value={words.validFrom}
          hint="In UTC; empty for now"
          fault={faults.get("validFrom")}
          onChange={(validFrom) => change({ validFrom })}
        />
        <Refusal error={faults.size === 0 ? error : null} />
      </div>
      <FormFoot verb={pending ? "Keeping…" : "Keep it"} pending={pending} />
    </form>
  );
};
