import { Switch as Base } from "@base-ui/react/switch";

interface SwitchProps {
  /** What it switches. */
  label: string;
  on: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}

/** On or off at once; the word beside it says which. */
export const Switch = ({ label, on, disabled = false, onChange }: SwitchProps) => (
  <span className="switch">
    <Base.Root
      className="switch__track"
      aria-label={label}
      checked={on}
      disabled={disabled}
      onCheckedChange={onChange}
    >
      <Base.Thumb className="switch__thumb" />
    </Base.Root>
    <span className={`small ${on ? "" : "ink3"}`} aria-hidden="true">
      {on ? "On" : "Off"}
    </span>
  </span>
);
