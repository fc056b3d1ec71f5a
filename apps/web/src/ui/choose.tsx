import { useId } from "react";
import type { Choice } from "./choice.tsx";
import { Notes, notesOf } from "./field.tsx";

interface ChooseProps<T extends string> {
  label: string;
  value: T;
  choices: readonly Choice<T>[];
  hint?: string | undefined;
  fault?: string | undefined;
  disabled?: boolean;
  onChange: (value: T) => void;
}

/** One of a few, in a form: as the browser lets one choose. */
export const Choose = <T extends string>(props: ChooseProps<T>) => {
  const { label, value, choices, hint, fault, disabled = false, onChange } = props;
  const id = useId();
  return (
    <div>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <select
        {...notesOf(id, { hint, fault })}
        id={id}
        className="field"
        value={value}
        disabled={disabled}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      <Notes id={id} hint={hint} fault={fault} />
    </div>
  );
};
