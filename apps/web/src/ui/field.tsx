import { type InputHTMLAttributes, useId } from "react";

interface Told {
  hint?: string | undefined;
  /** What is wrong with what it holds. */
  fault?: string | undefined;
}

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "value" | "id">, Told {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** One line to type into, with its label above and a hint below. */
export const Field = ({ label, hint, fault, onChange, ...input }: FieldProps) => {
  const id = useId();
  return (
    <div>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <input
        {...input}
        {...notesOf(id, { hint, fault })}
        id={id}
        className="field"
        onChange={(event) => onChange(event.target.value)}
      />
      <Notes id={id} hint={hint} fault={fault} />
    </div>
  );
};

/** What a field says about itself to those who can't see what stands below it. */
export const notesOf = (id: string, { hint, fault }: Told) => ({
  "aria-describedby":
    [fault === undefined ? [] : [`${id}-fault`], hint === undefined ? [] : [`${id}-hint`]].flat().join(" ") ||
    undefined,
  "aria-invalid": fault === undefined ? undefined : true,
});

/** What is wrong with it, and its hint. */
export const Notes = ({ id, hint, fault }: Told & { id: string }) => (
  <>
    {fault === undefined ? null : (
      <p className="hint hint--stop" id={`${id}-fault`} role="alert">
        {fault}
      </p>
    )}
    {hint === undefined ? null : (
      <p className="hint" id={`${id}-hint`}>
        {hint}
      </p>
    )}
  </>
);

/** Why it did not work, in words. */
export const Refusal = ({ error }: { error: Error | null }) =>
  error === null ? null : (
    <p role="alert" className="notice notice--stop">
      {error.message}
    </p>
  );
