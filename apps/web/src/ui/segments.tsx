import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import type { Choice } from "./choice.tsx";

interface SegmentsProps<T extends string> {
  label: string;
  value: T;
  choices: readonly Choice<T>[];
  onChange: (value: T) => void;
}

/** One of very few, all of them in sight. */
export const Segments = <T extends string>({ label, value, choices, onChange }: SegmentsProps<T>) => (
  <RadioGroup className="seg" aria-label={label} value={value} onValueChange={onChange}>
    {choices.map((choice) => (
      <Radio.Root key={choice.value} value={choice.value} aria-label={choice.label}>
        {choice.label}
      </Radio.Root>
    ))}
  </RadioGroup>
);
