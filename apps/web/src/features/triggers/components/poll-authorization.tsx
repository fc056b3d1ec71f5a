import type { Trigger } from "@signalbox/contract/triggers";
import { type SubmitEvent, useState } from "react";
import { faultsOf } from "../../../lib/faults.ts";
import { Field, Refusal } from "../../../ui/field.tsx";
import { FormDialog, FormFoot, useFormDialog } from "../../../ui/form-dialog.tsx";
import { useAuthorizeTrigger } from "../queries.ts";

/** What the address is shown, which is never shown here again. */
export const PollAuthorization = ({ trigger: { id, hasAuthorization } }: { trigger: Trigger }) => {
  const withdraw = useAuthorizeTrigger(id);
  return (
    <section className="panel" aria-labelledby="authorization">
      <div className="panel__head">
        <h2 id="authorization">Authorization</h2>
      </div>
      <div className="panel__body stack">
        <p className="small">
          {hasAuthorization
            ? "The address is shown an Authorization header. Where it leads to another origin, that one is not."
            : "The address is read as anybody reads it, without a key."}
        </p>
        <p className="row row--wrap">
          <Give triggerId={id} word={hasAuthorization ? "Replace it" : "Give a header"} />
          {hasAuthorization ? (
            <button
              type="button"
              className="btn btn--quiet"
              disabled={withdraw.isPending}
              onClick={() => withdraw.mutate(null)}
            >
              Take it back
            </button>
          ) : null}
        </p>
        <Refusal error={withdraw.error} />
      </div>
    </section>
  );
};

const Give = ({ triggerId, word }: { triggerId: string; word: string }) => {
  const give = useAuthorizeTrigger(triggerId);
  const { open, onOpenChange, close } = useFormDialog(give);
  const [text, setText] = useState("");
  const faults = faultsOf(give.error);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    // It stands in a dialog above another form, which is not sent with it.
    event.stopPropagation();
    give.mutate(text, {
      onSuccess: () => {
        close();
        setText("");
        give.reset();
      },
    });
  };
  const trigger = (
    <button type="button" className="btn">
      {word}
    </button>
  );
  return (
    <FormDialog {...{ trigger, open, onOpenChange }} title="Authorization header">
      <form onSubmit={submit}>
        <div className="panel__body stack">
          <Field
            label="What it says"
            type="password"
            value={text}
            required
            autoComplete="off"
            maxLength={4_000}
            placeholder="Bearer …"
            hint="It is kept encrypted and never shown again; another origin in the address forgets it"
            fault={faults.get("authorization")}
            onChange={setText}
          />
          <Refusal error={faults.size === 0 ? give.error : null} />
        </div>
        <FormFoot verb="Keep it" pending={give.isPending} />
      </form>
    </FormDialog>
  );
};
