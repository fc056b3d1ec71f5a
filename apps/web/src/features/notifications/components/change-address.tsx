import type { NotificationChannel } from "@signalbox/contract/notification-channels";
import { type SubmitEvent, useState } from "react";
import { Refusal } from "../../../ui/field.tsx";
import { addressOf, emptyFields, type Fields } from "../form.ts";
import { type FormKind, useChangeChannel } from "../queries.ts";
import { KindFields } from "./kind-fields.tsx";

interface ChangeAddressProps {
  channel: NotificationChannel;
  kind: FormKind;
  onClose: () => void;
}

/** Leads a channel elsewhere. What it took to reach the old address is never shown: all of it is typed anew. */
export const ChangeAddress = ({ channel, kind, onClose }: ChangeAddressProps) => {
  const change = useChangeChannel(channel.id);
  const [fields, setFields] = useState<Fields>(emptyFields);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!change.isPending) change.mutate({ address: addressOf(kind, fields) }, { onSuccess: onClose });
  };
  return (
    <form className="stack channel__address" aria-label={`Address of ${channel.name}`} onSubmit={submit}>
      <div className="fields">
        <KindFields kind={kind} fields={fields} onChange={(part) => setFields({ ...fields, ...part })} />
      </div>
      {kind === "webhook" ? <p className="hint">It is signed with the same secret as before.</p> : null}
      <Refusal error={change.error} />
      <div className="row">
        <button type="submit" className="btn btn--main" disabled={change.isPending}>
          {change.isPending ? "Changing…" : "Change address"}
        </button>
        <button type="button" className="btn" onClick={onClose}>
          Cancel
        </button>
      </div>
    </form>
  );
};
