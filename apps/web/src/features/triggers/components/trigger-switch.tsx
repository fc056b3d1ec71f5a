import type { Trigger } from "@signalbox/contract/triggers";
import { Refusal } from "../../../ui/field.tsx";
import { Switch } from "../../../ui/switch.tsx";
import { useChangeTrigger } from "../queries.ts";

interface TriggerSwitchProps {
  trigger: Trigger;
  label: string;
  mayChange: boolean;
}

/** Whether it begins anything. */
export const TriggerSwitch = ({
  trigger: { id, content, enabled },
  label,
  mayChange,
}: TriggerSwitchProps) => {
  const change = useChangeTrigger(id);
  return (
    <>
      <Switch
        label={label}
        on={change.isPending ? !enabled : enabled}
        disabled={!mayChange || change.isPending}
        onChange={(on) => change.mutate({ content, enabled: on })}
      />
      <Refusal error={change.error} />
    </>
  );
};
