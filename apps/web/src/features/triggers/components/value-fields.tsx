import type { BotVariable } from "@signalbox/contract/bots";
import { githubValues, pollValues, type TriggerKind, watchValues } from "@signalbox/contract/triggers";
import { Field } from "../../../ui/field.tsx";
import { TextArea } from "../../../ui/text-area.tsx";
import type { FieldsProps } from "./trigger-fields.tsx";

const fromWhat: Readonly<Record<TriggerKind, string>> = {
  webhook: "Each is found in what came, by JMESPath: body, headers and event are there",
  github: "Each comes by its name, or is found in GitHub's body, by JMESPath",
  schedule: "Each is a text",
  event: "Each is found in the event, by JMESPath: type, data and subject are there",
  poll: "Each comes by its name, or is found by JMESPath: body is all that is answered, found is what is compared, url and status are there",
  watch: "Each comes by its name, or is found by JMESPath: paths is the list of files, project a name",
};

const example: Readonly<Record<TriggerKind, string>> = {
  webhook: "body.title",
  github: "sender.login",
  schedule: "",
  event: "data.state",
  poll: "body.title",
  watch: "paths[0]",
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
    {ownValues(words.kind).length > 0 ? (
      <p className="hint">
        By themselves come: <span className="mono">{ownValues(words.kind).join(", ")}</span>
      </p>
    ) : null}
  </fieldset>
);

const byThemselves: Readonly<Partial<Record<TriggerKind, readonly string[]>>> = {
  github: githubValues,
  poll: pollValues,
  watch: watchValues,
};
const ownValues = (kind: TriggerKind): readonly string[] => byThemselves[kind] ?? [];

const comesByItself = (name: string, kind: TriggerKind): boolean => ownValues(kind).includes(name);

const hintOf = ({ name, description, default: usual }: BotVariable, kind: TriggerKind): string => {
  const need = comesByItself(name, kind)
    ? "may stay empty: it comes by itself"
    : usual === undefined
      ? "must be given"
      : usual === ""
        ? "usually empty"
        : `usually ${usual}`;
  return description === "" ? need : `${description}; ${need}`;
};
