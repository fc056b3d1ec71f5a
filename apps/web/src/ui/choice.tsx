import { Select as Base } from "@base-ui/react/select";
import { Icon } from "./icon.tsx";

export interface Choice<T extends string> {
  value: T;
  label: string;
}

interface SelectProps<T extends string> {
  label: string;
  value: T;
  choices: readonly Choice<T>[];
  onChange: (value: T) => void;
}

/** One of a few, where the chosen one is shown and the others drop down. */
export const Select = <T extends string>({ label, value, choices, onChange }: SelectProps<T>) => (
  <Base.Root items={choices} value={value} onValueChange={(next) => next !== null && onChange(next)}>
    <Base.Trigger className="btn select" aria-label={label}>
      <Base.Value />
      <Icon name="down" small className="ink3" />
    </Base.Trigger>
    <Base.Portal>
      <Base.Positioner className="popover-layer" sideOffset={4} alignItemWithTrigger={false}>
        <Base.Popup className="menu">
          <Base.List>
            {choices.map((choice) => (
              <Base.Item key={choice.value} value={choice.value} className="menu__item">
                <span className="menu__mark">
                  <Base.ItemIndicator>
                    <Icon name="check" small />
                  </Base.ItemIndicator>
                </span>
                <Base.ItemText>{choice.label}</Base.ItemText>
              </Base.Item>
            ))}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);
