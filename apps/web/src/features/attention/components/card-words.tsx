import { isAtLimit } from "@signalbox/contract/rate-limit";
import { isSilent } from "@signalbox/contract/silence";
import { isUnseenDialog } from "@signalbox/contract/unseen-dialog";
import { useNow } from "../../../lib/clock.ts";
import { count, firstLine, moment, roughly } from "../../../lib/format.ts";
import { Lamp } from "../../../ui/lamp.tsx";
import { endSentence, kindWord, LimitWords, seenAgent, spoken } from "../../agents/index.ts";
import type { Card } from "../columns.ts";

/** The lamp of a card: an agent whose terminal alone can tell what it asks shows the amber clock. */
export const CardLamp = ({ card: { agent, item } }: { card: Card }) => {
  const { aspect, word } = seenAgent(agent, useNow());
  if (item !== null && isUnseenDialog(item.question))
    return <Lamp aspect="elsewhere" word="Waits in its terminal" />;
  return <Lamp aspect={aspect} word={aspect === "ended" ? endSentence(agent.endReason) : word} />;
};

/** Waiting counts up, what is complete shows the clock. */
export const CardTime = ({ card: { agent, item } }: { card: Card }) => {
  const now = useNow();
  const since = item?.since ?? agent.stateSince;
  return (
    <span className="num">
      {agent.state === "complete" ? moment(since, now) : roughly(now - Date.parse(since))}
    </span>
  );
};

/** The quiet second line: what is asked, what it is at, how it went. */
export const CardNote = ({ card: { agent, item, subagents } }: { card: Card }) => {
  const now = useNow();
  if (item !== null) {
    return (
      <span className="cut">
        {isUnseenDialog(item.question) ? "Answer in its terminal" : askedWords(item)}
      </span>
    );
  }
  if (agent.state === "awaiting_input") return <span className="cut">Waits for an answer</span>;
  if (agent.state === "commanded") return <span className="cut">Prompt sent, nothing seen yet</span>;
  if (isAtLimit(agent)) {
    return <LimitWords resetsAt={agent.resetsAt} then={agent.endedAt === null ? "" : " · session ended"} />;
  }
  if (isSilent(agent, now)) {
    return <span className="cut wait">Nothing seen for {roughly(now - Date.parse(agent.lastSeenAt))}</span>;
  }
  if (agent.state === "complete" && agent.errorClass !== null) {
    return (
      <span className="cut">
        <span className="stop">{spoken(agent.errorClass)}</span>
        {agent.endedAt === null ? "" : " · session ended"}
      </span>
    );
  }
  if (subagents > 0) return <span className="cut">{count(subagents, "subagent")}</span>;
  if (agent.endedAt !== null) return <span className="cut">{endSentence(agent.endReason)}</span>;
  return <span className="cut one-word">{agent.branch ?? agent.model ?? ""}</span>;
};

const askedWords = (item: NonNullable<Card["item"]>): string => {
  const kind = kindWord(item.question);
  if (item.kind === "options" && item.question.parts.length === 1) return `${kind} of ${item.options.length}`;
  return item.kind === "text" || item.kind === "plan" ? kind : `${kind}: ${firstLine(item.text)}`;
};
