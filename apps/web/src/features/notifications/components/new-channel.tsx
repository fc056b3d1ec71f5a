import { type SubmitEvent, useState } from "react";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Field, Refusal } from "../../../ui/field.tsx";
import { Segments } from "../../../ui/segments.tsx";
import { emptyFields, type Fields, formKinds, inputOf } from "../form.ts";
import { type FormKind, useAddChannel } from "../queries.ts";
import { kindWords } from "../words.ts";

const choices = formKinds.map((value) => ({ value, label: kindWords[value] }));
const securities = [
  { value: "starttls", label: "STARTTLS" },
  { value: "tls", label: "TLS" },
  { value: "none", label: "None" },
] as const;

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

interface KindFieldsProps {
  kind: FormKind;
  fields: Fields;
  onChange: (part: Partial<Fields>) => void;
}

const KindFields = ({ kind, fields, onChange }: KindFieldsProps) => {
  const field = (
    name: keyof Fields,
    label: string,
    more: { hint?: string; type?: string; free?: true } = {},
  ) => {
    const { free, ...rest } = more;
    return (
      <Field
        {...rest}
        label={label}
        value={fields[name]}
        required={free !== true}
        autoComplete="off"
        onChange={(value) => onChange({ [name]: value })}
      />
    );
  };
  const name = field("name", "Name", { hint: "What it is called here" });
  switch (kind) {
    case "ntfy":
      return (
        <>
          {name}
          {field("server", "Server", { type: "url" })}
          {field("topic", "Topic", { hint: "Whoever knows it reads along: make it hard to guess" })}
          {field("token", "Access token", {
            type: "password",
            free: true,
            hint: "Where the topic asks for one",
          })}
        </>
      );
    case "slack":
      return (
        <>
          {name}
          {field("url", "Incoming webhook", { type: "url", hint: "https://hooks.slack.com/services/…" })}
        </>
      );
    case "webhook":
      return (
        <>
          {name}
          {field("url", "Address", { type: "url", hint: "It is sent JSON, signed as Standard Webhooks are" })}
        </>
      );
    case "email":
      return (
        <>
          {name}
          {field("to", "To", { type: "email" })}
          {field("from", "From", { type: "email" })}
          {field("host", "Mail server")}
          {field("port", "Port", { type: "number" })}
          {field("user", "Login", { free: true })}
          {field("password", "Password", { type: "password", free: true })}
          <div>
            <p className="label">Encryption</p>
            <Segments
              label="Encryption"
              value={fields.security}
              choices={securities}
              onChange={(security) => onChange({ security })}
            />
          </div>
        </>
      );
  }
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
