import type { Bot } from "@signalbox/contract/bots";
import { Refusal } from "../../../ui/field.tsx";
import { Switch } from "../../../ui/switch.tsx";
import { useChangeBot } from "../queries.ts";

/** Whether it can be started. */
export const BotSwitch = ({ bot, mayChange }: { bot: Bot; mayChange: boolean }) => {
  const { id, version, content, enabled } = bot;
  const change = useChangeBot(id);
  return (
    <>
      <Switch
        label={`${content.name} is on`}
        on={change.isPending ? !enabled : enabled}
        disabled={!mayChange || change.isPending}
        onChange={(on) => change.mutate({ version, content, enabled: on })}
      />
      <Refusal error={change.error} />
    </>
  );
};
