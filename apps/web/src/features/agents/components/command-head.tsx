import type { Command } from "@signalbox/contract/agents";
import { useNow } from "../../../lib/clock.ts";
import { clock, count, took } from "../../../lib/format.ts";
import { Lamp } from "../../../ui/lamp.tsx";
import { seenCommand } from "../aspect.ts";
import type { Section, Stop } from "../conversation.ts";
import { titleOfCommand } from "./agent-words.tsx";
import { CommandUsage } from "./usage-panel.tsx";

interface CommandHeadProps {
  section: Section;
  open: boolean;
  onFold: () => void;
}

/** The line of a command, which folds its track. */
export const CommandHead = ({ section: { command, stops }, open, onFold }: CommandHeadProps) => (
  <button type="button" className="cmd__head" aria-expanded={open} onClick={onFold}>
    {command === null ? <Lamp aspect="idle" /> : <CommandLamp command={command} />}
    <h2 className="cut">{command === null ? "Outside of a command" : titleOfCommand(command)}</h2>
    <span className="rule" />
    <CommandFigures command={command} stops={stops} />
  </button>
);

const CommandLamp = ({ command }: { command: Command }) => {
  const { aspect, word } = seenCommand(command);
  return <Lamp aspect={aspect} word={word} />;
};

const CommandFigures = ({ command, stops }: { command: Command | null; stops: readonly Stop[] }) => {
  const now = useNow();
  const turns = stops.reduce((sum, stop) => sum + (stop.kind === "calls" ? stop.turns.length : 1), 0);
  if (command === null) return <span className="num">{count(turns, "turn")}</span>;
  const end = command.completedAt === null ? now : Date.parse(command.completedAt);
  return (
    <span className="num">
      <span className="wide-only">{count(turns, "turn")} · </span>
      <CommandUsage usage={command.usage} />
      {clock(command.startedAt)} · {took(Math.max(0, end - Date.parse(command.startedAt)))}
    </span>
  );
};
