import type { Command, Turn } from "@signalbox/contract/agents";
import { withoutPersona } from "@signalbox/contract/persona-block";
import { isRateLimit } from "@signalbox/contract/rate-limit";
import { Lamp } from "../../../ui/lamp.tsx";
import { Markdown } from "../../../ui/markdown.tsx";
import { reasonOfOutcome, seenCommand, spoken } from "../aspect.ts";
import type { Stop } from "../conversation.ts";
import { withoutPlaces } from "../image-marks.ts";
import { ChildRow, type OpenChildren } from "./child-row.tsx";
import { Images } from "./images.tsx";
import { LimitNote } from "./limit-note.tsx";
import { QuestionCard } from "./question-card.tsx";
import { ToolRows } from "./tool-rows.tsx";

interface StopRowProps {
  stop: Stop;
  isFirst: boolean;
  isLast: boolean;
  /** The turn that was looked for, if it is here. */
  sought: string | null;
  nested: OpenChildren;
}

/** One stop on the track of its command. */
export const StopRow = ({ stop, isFirst, isLast, ...shown }: StopRowProps) => (
  <div className="turn" data-first={isFirst || undefined} data-last={isLast || undefined}>
    <div className="turn__node">
      <Node stop={stop} />
    </div>
    <div className="turn__body">
      <StopBody stop={stop} {...shown} />
    </div>
  </div>
);

const Node = ({ stop }: { stop: Stop }) => {
  if (stop.kind === "said")
    return <i className={stop.turn.actor === "user" ? "node--person" : "node--agent"} />;
  if (stop.kind === "calls") return <i className="node--tool" />;
  if (stop.kind === "child") return null;
  const open = stop.question.state === "open" || stop.question.state === "answering";
  return open ? <Lamp aspect="awaiting_input" word="Awaiting input" /> : <i className="node--agent" />;
};

const StopBody = ({ stop, sought, nested }: Pick<StopRowProps, "stop" | "sought" | "nested">) => {
  if (stop.kind === "said") return <Said turn={stop.turn} />;
  if (stop.kind === "calls") return <ToolRows turns={stop.turns} sought={sought} />;
  if (stop.kind === "question") return <QuestionCard question={stop.question} refused={stop.refused} />;
  return <ChildRow agent={stop.agent} call={stop.call} nested={nested} sought={sought} />;
};

const Said = ({ turn }: { turn: Turn }) => {
  if (turn.actor === "user") return <SaidByPerson turn={turn} />;
  if (turn.actor === "system") return <p className="small ink3 break">{turn.text}</p>;
  return <Markdown text={turn.text} />;
};

const SaidByPerson = ({ turn }: { turn: Turn }) => {
  const asked = withoutPersona(turn.text);
  const text = turn.images.length === 0 ? asked : withoutPlaces(asked);
  return (
    <>
      {text === "" ? null : <p className="prose prose--plain said--user">{text}</p>}
      <Images agentId={turn.agentId} images={turn.images} />
    </>
  );
};

/** The end of the track: the lamp of a command that is under way, or how it went wrong. */
export const CommandEnd = ({ command, isFirst }: { command: Command; isFirst: boolean }) => {
  const { aspect, word } = seenCommand(command);
  const reason = reasonOfOutcome(command.outcome);
  return (
    <div className="turn" data-first={isFirst || undefined} data-last>
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
