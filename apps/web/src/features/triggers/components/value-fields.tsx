import type { BotVariable } from "@signalbox/contract/bots";
import { githubValues, type TriggerKind } from "@signalbox/contract/triggers";
import { Field } from "../../../ui/field.tsx";
import { TextArea } from "../../../ui/text-area.tsx";
import type { FieldsProps } from "./trigger-fields.tsx";

const fromWhat: Readonly<Record<TriggerKind, string>> = {
  webhook: "Each is found in what came, by JMESPath: body, headers and event are there",
  github: "Each comes by its name, or is found in GitHub's body, by JMESPath",
  schedule: "Each is a text",
  event: "Each is found in the event, by JMESPath: type, data and subject are there",
};

const example: Readonly<Record<TriggerKind, string>> = {
  webhook: "body.title",
  github: "sender.login",
  schedule: "",
  event: "data.state",
};

/** What the variables of the bot are given, one by one. */
export const ValueFields = ({
  words,
  faults,
  variables,
  onChange,
}: FieldsProps & { variables: readonly BotVariable[] }) => (
  <fieldset className="stack trigger-form__fields">
    <legend className="label">Values</legend>
    <p className="hint">{variables.length === 0 ? "The bot asks for none" : fromWhat[words.kind]}</p>
    {variables.map((variable) => {
      const { name } = variable;
      const field = {
        label: name,
        value: words.values[name] ?? "",
        hint: hintOf(variable, words.kind),
        fault: faults.get(`values.${name}`),
        onChange: (value: string) => onChange({ values: { ...words.values, [name]: value } }),
      };
      return words.kind === "schedule" ? (
        <TextArea key={name} {...field} rows={1} maxLength={10_000} />
      ) : (
        <Field
          key={name}
          {...field}
          maxLength={2_000}
          autoComplete="off"
          spellCheck={false}
          placeholder={comesByItself(name, words.kind) ? "comes by itself" : example[words.kind]}
        />
      );
    })}
    {words.kind === "github" ? (
      <p className="hint">
        By themselves come: <span className="mono">{githubValues.join(", ")}</span>
      </p>
    ) : null}
  </fieldset>
);

const comesByItself = (name: string, kind: TriggerKind): boolean =>
  kind === "github" && githubValues.some((value) => value === name);

const hintOf = ({ name, description, default: usual }: BotVariable, kind: TriggerKind): string => {
  const need = comesByItself(name, kind)
    ? "may stay empty: GitHub tells it"
    : usual === undefined
      ? "must be given"
      : usual === ""
        ? "usually empty"
        : `usually ${usual}`;
  return description === "" ? need : `${description}; ${need}`;
};
