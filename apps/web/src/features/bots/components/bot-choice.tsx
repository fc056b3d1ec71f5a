import { useQuery } from "@tanstack/react-query";
import { Select } from "../../../ui/choice.tsx";
import { everyBotQuery } from "../queries.ts";

interface BotChoiceProps {
  botId: string | undefined;
  onPick: (botId: string | undefined) => void;
}

/** One of all bots, or any. */
export const BotChoice = ({ botId = "any", onPick }: BotChoiceProps) => {
  const { data: bots = [] } = useQuery(everyBotQuery);
  return (
    <Select
      label="Bot"
      value={botId}
      choices={[
        { value: "any", label: "All bots" },
        ...bots.map(({ id, content }) => ({ value: id, label: content.name })),
      ]}
      onChange={(next) => onPick(next === "any" ? undefined : next)}
    />
  );
};
