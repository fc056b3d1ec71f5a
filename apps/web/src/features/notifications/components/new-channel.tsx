import { type SubmitEvent, useState } from "react";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Refusal } from "../../../ui/field.tsx";
import { Segments } from "../../../ui/segments.tsx";
import { emptyFields, type Fields, formKinds, inputOf } from "../form.ts";
import { type FormKind, useAddChannel } from "../queries.ts";
import { kindWords } from "../words.ts";
import { KindFields, NameField } from "./kind-fields.tsx";

const choices = formKinds.map((value) => ({ value, label: kindWords[value] }));

/** Adds a channel of a third party. */
export const NewChannel = ({ onClose }: { onClose: () => void }) => {
  const add = useAddChannel();
  const [kind, setKind] = useState<FormKind>("ntfy");
  const [fields, setFields] = useState<Fields>(emptyFields);
  if (add.data?.secret != null)
    return <Signing name={add.data.channel.name} secret={add.data.secret} onClose={onClose} />;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    add.mutate(inputOf(kind, fields), {
      onSuccess: ({ secret }) => {
        if (secret === null) onClose();
      },
    });
  };
  return (
    <form className="panel__body stack new-key" aria-label="New channel" onSubmit={submit}>
      <Segments label="Kind of channel" value={kind} choices={choices} onChange={setKind} />
      <div className="fields">
        <NameField fields={fields} onChange={(part) => setFields({ ...fields, ...part })} />
        <KindFields kind={kind} fields={fields} onChange={(part) => setFields({ ...fields, ...part })} />
      </div>
      <Refusal error={add.error} />
      <div className="row">
        <button type="submit" className="btn btn--main" disabled={add.isPending}>
          {add.isPending ? "Adding…" : "Add channel"}
        </button>
        <button type="button" className="btn" onClick={onClose}>
          Cancel
        </button>
      </div>
    </form>
  );
};

const Signing = ({ name, secret, onClose }: { name: string; secret: string; onClose: () => void }) => (
  <div className="panel__body stack new-key" role="status">
    <p>
      <b className="strong">{name}</b> is ready. What it is signed with is shown only now: copy it to where it
      is checked.
    </p>
    <pre className="code">{secret}</pre>
    <div className="row">
      <CopyButton text={secret} label="Copy secret" />
      <button type="button" className="btn" onClick={onClose}>
        I have kept it
      </button>
    </div>
  </div>
);
