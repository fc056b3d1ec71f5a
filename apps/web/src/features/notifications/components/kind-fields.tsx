import { Field } from "../../../ui/field.tsx";
import { Segments } from "../../../ui/segments.tsx";
import type { Fields } from "../form.ts";
import type { FormKind } from "../queries.ts";

const securities = [
  { value: "starttls", label: "STARTTLS" },
  { value: "tls", label: "TLS" },
  { value: "none", label: "None" },
] as const;

interface NameProps {
  fields: Fields;
  onChange: (part: Partial<Fields>) => void;
}

export const NameField = ({ fields, onChange }: NameProps) => (
  <Field
    label="Name"
    hint="What it is called here"
    value={fields.name}
    required
    autoComplete="off"
    onChange={(name) => onChange({ name })}
  />
);

interface KindFieldsProps extends NameProps {
  kind: FormKind;
}

/** What it takes to reach a channel of a kind. */
export const KindFields = ({ kind, fields, onChange }: KindFieldsProps) => {
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
  switch (kind) {
    case "ntfy":
      return (
        <>
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
        <>{field("url", "Incoming webhook", { type: "url", hint: "https://hooks.slack.com/services/…" })}</>
      );
    case "webhook":
      return (
        <>
          {field("url", "Address", { type: "url", hint: "It is sent JSON, signed as Standard Webhooks are" })}
        </>
      );
    case "email":
      return (
        <>
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
