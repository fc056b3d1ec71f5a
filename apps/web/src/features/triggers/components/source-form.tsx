import { type SourceStyle, sourceStyles } from "@signalbox/contract/deliveries";
import { type SubmitEvent, useState } from "react";
import { faultsOf } from "../../../lib/faults.ts";
import { Choose } from "../../../ui/choose.tsx";
import { Field, Refusal } from "../../../ui/field.tsx";
import { FormFoot } from "../../../ui/form-dialog.tsx";
import { styleWords } from "../words.ts";

export interface SourceWords {
  name: string;
  style: SourceStyle;
  perMinute: string;
  /** One that is used elsewhere already. */
  secret: string;
}

interface SourceFormProps {
  given: SourceWords;
  /** Style and secret are given once here. */
  isNew: boolean;
  verb: string;
  pending: boolean;
  error: Error | null;
  onSubmit: (words: SourceWords) => void;
}

const styleHints: Readonly<Record<SourceStyle, string>> = {
  github: "X-Hub-Signature-256 signs the body",
  gitlab: "X-Gitlab-Token is the secret itself",
  standard: "webhook-signature signs id, time and body",
  hmac: "X-Signature-256 signs the body",
  bearer: "Authorization is the secret itself",
};

export const SourceForm = ({ given, isNew, verb, pending, error, onSubmit }: SourceFormProps) => {
  const [words, setWords] = useState(given);
  const faults = faultsOf(error);
  const change = (some: Partial<SourceWords>) => setWords({ ...words, ...some });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    // It may stand in a dialog above another form, which is not sent with it.
    event.stopPropagation();
    onSubmit(words);
  };
  return (
    <form onSubmit={submit}>
      <div className="panel__body stack trigger-form__fields">
        <Field
          label="Name"
          value={words.name}
          maxLength={100}
          required
          autoComplete="off"
          placeholder="The shop"
          fault={faults.get("name")}
          onChange={(name) => change({ name })}
        />
        {isNew ? (
          <Choose
            label="How it proves what it sends"
            value={words.style}
            choices={sourceStyles.map((value) => ({ value, label: styleWords[value] }))}
            hint={styleHints[words.style]}
            onChange={(style) => change({ style })}
          />
        ) : null}
        <Field
          label="In a minute, at most"
          value={words.perMinute}
          inputMode="numeric"
          required
          autoComplete="off"
          hint="How many deliveries are taken; those beyond are to come again"
          fault={faults.get("perMinute")}
          onChange={(perMinute) => change({ perMinute })}
        />
        {isNew ? (
          <Field
            label="Secret"
            value={words.secret}
            autoComplete="off"
            spellCheck={false}
            maxLength={500}
            hint="Empty makes one"
            fault={faults.get("secret")}
            onChange={(secret) => change({ secret })}
          />
        ) : null}
        <Refusal error={faults.size === 0 ? error : null} />
      </div>
      <FormFoot verb={verb} pending={pending} />
    </form>
  );
};
