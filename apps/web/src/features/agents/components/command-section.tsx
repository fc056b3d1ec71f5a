import type { Agent, Command, Turn } from "@signalbox/contract/agents";
import { isRateLimit } from "@signalbox/contract/rate-limit";
import { Link } from "@tanstack/react-router";
import { useId, useState } from "react";
import { useNow } from "../../../lib/clock.ts";
import { clock, count, took } from "../../../lib/format.ts";
import { Icon } from "../../../ui/icon.tsx";
import { Lamp } from "../../../ui/lamp.tsx";
import { Markdown } from "../../../ui/markdown.tsx";
import { reasonOfOutcome, seenCommand, spoken } from "../aspect.ts";
import type { Section, Stop } from "../conversation.ts";
import { AgentState, titleOf, titleOfCommand } from "./agent-words.tsx";
import { LimitNote } from "./limit-note.tsx";
import { QuestionCard } from "./question-card.tsx";
import { ToolRows } from "./tool-rows.tsx";
import { CommandUsage } from "./usage-panel.tsx";

/** One command: its line, and the track that joins what happened on it. */
export const CommandSection = ({ section }: { section: Section }) => {
  const [open, setOpen] = useState(true);
  const id = useId();
  const { command, stops } = section;
  return (
    <section className="cmd" aria-labelledby={id}>
      <button type="button" className="cmd__head" aria-expanded={open} onClick={() => setOpen(!open)}>
        {command === null ? <Lamp aspect="idle" /> : <CommandLamp command={command} />}
        <h2 id={id} className="cut">
          {command === null ? "Outside of a command" : titleOfCommand(command)}
        </h2>
        <span className="rule" />
        <CommandFigures command={command} stops={stops} />
      </button>
      {open ? <Track stops={stops} command={command} /> : null}
    </section>
  );
};

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

const Track = ({ stops, command }: { stops: readonly Stop[]; command: Command | null }) => (
  <div className="track">
    {stops.map((stop) => (
      <div key={keyOf(stop)} className="turn">
        <div className="turn__node">
          <Node stop={stop} />
        </div>
        <div className="turn__body">
          <StopBody stop={stop} />
        </div>
      </div>
    ))}
    {command === null ? null : <WhereItStands command={command} />}
  </div>
);

const keyOf = (stop: Stop): string => {
  if (stop.kind === "said") return stop.turn.id;
  if (stop.kind === "calls") return `calls ${stop.turns[0]?.id}`;
  return stop.kind === "question" ? stop.question.id : stop.agent.id;
};

const Node = ({ stop }: { stop: Stop }) => {
  if (stop.kind === "said")
    return <i className={stop.turn.actor === "user" ? "node--person" : "node--agent"} />;
  if (stop.kind === "calls") return <i className="node--tool" />;
  if (stop.kind === "child") return null;
  const open = stop.question.state === "open" || stop.question.state === "answering";
  return open ? <Lamp aspect="awaiting_input" word="Awaiting input" /> : <i className="node--agent" />;
};

const StopBody = ({ stop }: { stop: Stop }) => {
  if (stop.kind === "said") return <Said turn={stop.turn} />;
  if (stop.kind === "calls") return <ToolRows turns={stop.turns} />;
  if (stop.kind === "question") return <QuestionCard question={stop.question} />;
  return <Siding agent={stop.agent} />;
};

const Said = ({ turn }: { turn: Turn }) => {
  if (turn.actor === "user") return <p className="prose prose--plain said--user">{turn.text}</p>;
  if (turn.actor === "system") return <p className="small ink3 break">{turn.text}</p>;
  return <Markdown text={turn.text} />;
};

/** A child agent leaves by points onto its own siding; the parent's track goes on. */
const Siding = ({ agent }: { agent: Agent }) => (
  <div className="siding">
    <svg className="points" width="34" height="24" viewBox="0 0 34 24" aria-hidden="true">
      <path d="M-.25 0c0 9 6 12 16 12h16" fill="none" stroke="var(--line-2)" strokeWidth="1.5" />
    </svg>
    <Link to="/agents/$agentId" params={{ agentId: agent.id }} className="siding__line" data-stop>
      <Icon name="subagent" small />
      <b className="strong">Subagent</b>
      <span className="cut">{titleOf(agent)}</span>
      <span className="push row">
        <AgentState agent={agent} />
      </span>
    </Link>
  </div>
);

/** The end of the track: the lamp of a command that is under way, or how it went wrong. */
const WhereItStands = ({ command }: { command: Command }) => {
  const { aspect, word } = seenCommand(command);
  const reason = reasonOfOutcome(command.outcome);
  if (command.state === "awaiting_input" || command.outcome === "done") return null;
  return (
    <div className="turn">
      <div className="turn__node">
        <Lamp aspect={aspect} />
      </div>
      <div className="turn__body small turn__end">
        <span className={`state state--${aspect}`}>{word}</span>
        {reason === undefined ? null : <span className="ink3">{reason}</span>}
        {command.errorClass === null || isRateLimit(command.errorClass) ? null : (
          <span className="stop">{spoken(command.errorClass)}</span>
        )}
        {command.errorText === null ? null : <span className="ink2 break">{command.errorText}</span>}
        {command.resetsAt === null ? null : (
          <span className="wait">
            <LimitNote resetsAt={command.resetsAt} />
          </span>
        )}
      </div>
    </div>
  );
};
