import type { ReadyBot } from "@signalbox/contract/ready-bots";
import { useQuery } from "@tanstack/react-query";
import { Menu, MenuItem } from "../../../ui/menu.tsx";
import { readyBotsQuery } from "../ready-query.ts";

interface BeginWithProps {
  onTake: (bot: ReadyBot) => void;
}

/** Bots that are ready: one is taken, and is the person's own from then on. */
export const BeginWith = ({ onTake }: BeginWithProps) => {
  const { data: bots = [] } = useQuery(readyBotsQuery);
  if (bots.length === 0) return null;
  return (
    <Menu label="Begin with…">
      {bots.map((bot) => (
        <MenuItem key={bot.id} onClick={() => onTake(bot)}>
          <span className="begin-with">
            <span className="strong">{bot.content.name}</span>
            <span className="small ink3">{bot.about}</span>
          </span>
        </MenuItem>
      ))}
    </Menu>
  );
};
