import type { Faults } from "../../../lib/faults.ts";
import { Field } from "../../../ui/field.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { newVariable, type VariableWords } from "../form.ts";

interface VariableRowsProps {
  variables: readonly VariableWords[];
  faults: Faults;
  onChange: (variables: readonly VariableWords[]) => void;
}

const most = 30;

/** What the template asks for, a row each. */
export const VariableRows = ({ variables, faults, onChange }: VariableRowsProps) => {
  const change = (key: string, some: Partial<VariableWords>) =>
    onChange(variables.map((variable) => (variable.key === key ? { ...variable, ...some } : variable)));
  const fault = faults.get("variables");
  return (
    <fieldset className="variables">
      <legend className="label">Variables</legend>
      {variables.map((variable, index) => (
        <Row
          key={variable.key}
          variable={variable}
          number={index + 1}
          fault={faults.get(`variables.${index}.name`)}
          onChange={(some) => change(variable.key, some)}
          onRemove={() => onChange(variables.filter(({ key }) => key !== variable.key))}
        />
      ))}
      {fault === undefined ? null : (
        <p className="hint hint--stop" role="alert">
          Variables {fault}
        </p>
      )}
      <p>
        <button
          type="button"
          className="btn"
          disabled={variables.length >= most}
          onClick={() => onChange([...variables, newVariable()])}
        >
          <Icon name="plus" small />
          Add a variable
        </button>
      </p>
      <p className="hint">
        The prompt uses one as <code>{"{{ name }}"}</code>; its value is asked for at each start
      </p>
    </fieldset>
  );
};

interface RowProps {
  variable: VariableWords;
  number: number;
  fault: string | undefined;
  onChange: (some: Partial<VariableWords>) => void;
  onRemove: () => void;
}

const Row = ({ variable, number, fault, onChange, onRemove }: RowProps) => (
  <fieldset className="variable" aria-label={`Variable ${number}`}>
    <Field
      label="Name"
      value={variable.name}
      maxLength={40}
      required
      autoComplete="off"
      spellCheck={false}
      placeholder="issue"
      fault={fault}
      onChange={(name) => onChange({ name })}
    />
    <Field
      label="What it is"
      value={variable.description}
      maxLength={200}
      autoComplete="off"
      onChange={(description) => onChange({ description })}
    />
    <Field
      label="Usual value"
      value={variable.mustBeGiven ? "" : variable.usual}
      maxLength={10_000}
      autoComplete="off"
      disabled={variable.mustBeGiven}
      onChange={(usual) => onChange({ usual })}
    />
    <div className="variable__act">
      <label className="row row--tight small">
        <input
          type="checkbox"
          checked={variable.mustBeGiven}
          onChange={(event) => onChange({ mustBeGiven: event.target.checked })}
        />
        Must be given
      </label>
      <button
        type="button"
        className="btn btn--quiet btn--icon"
        aria-label={`Remove ${variable.name === "" ? `variable ${number}` : variable.name}`}
        onClick={onRemove}
      >
        <Icon name="close" small />
      </button>
    </div>
  </fieldset>
);
