import { type InputHTMLAttributes, useId } from "react";

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "value" | "id"> {
  label: string;
  value: string;
  hint?: string;
  onChange: (value: string) => void;
}

/** One line to type into, with its label above and a hint below. */
export const Field = ({ label, hint, onChange, ...input }: FieldProps) => {
  const id = useId();
  return (
    <div>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <input
        {...input}
        id={id}
        className="field"
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      {hint === undefined ? null : (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
};

/** Why it did not work, in words. */
export const Refusal = ({ error }: { error: Error | null }) =>
  error === null ? null : (
    <p role="alert" className="notice notice--stop">
      {error.message}
    </p>
  );
