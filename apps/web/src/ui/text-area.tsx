import { type TextareaHTMLAttributes, useId } from "react";
import { Notes, notesOf } from "./field.tsx";

interface TextAreaProps
  extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "onChange" | "value" | "id"> {
  label: string;
  value: string;
  hint?: string | undefined;
  fault?: string | undefined;
  /** What a machine reads. */
  isCode?: boolean;
  onChange: (value: string) => void;
}

/** Many lines to type into, with their label above and a hint below. */
export const TextArea = ({ label, hint, fault, isCode = false, onChange, ...area }: TextAreaProps) => {
  const id = useId();
  return (
    <div>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <textarea
        {...area}
        {...notesOf(id, { hint, fault })}
        id={id}
        className={`field area ${isCode ? "mono" : ""}`}
        onChange={(event) => onChange(event.target.value)}
      />
      <Notes id={id} hint={hint} fault={fault} />
    </div>
  );
};
