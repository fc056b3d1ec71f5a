import { Checkbox } from "@base-ui/react/checkbox";
import { Icon } from "../../../ui/icon.tsx";

interface CheckBoxProps {
  checked: boolean;
  disabled?: boolean;
  label: string;
  onChange: (checked: boolean) => void;
}

/** A box within a table, whose words stand at the head of its row and column. */
export const CheckBox = ({ checked, disabled = false, label, onChange }: CheckBoxProps) => (
  <Checkbox.Root
    className="check__box"
    aria-label={label}
    checked={checked}
    disabled={disabled}
    onCheckedChange={onChange}
  >
    <Checkbox.Indicator>
      <Icon name="check" />
    </Checkbox.Indicator>
  </Checkbox.Root>
);
