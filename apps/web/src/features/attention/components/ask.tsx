import type { AttentionItem } from "@signalbox/contract/attention";
import { isUnseenDialog } from "@signalbox/contract/unseen-dialog";
import { useEffect, useId, useRef } from "react";
import { useNow } from "../../../lib/clock.ts";
import { roughly, shortPath } from "../../../lib/format.ts";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { StateWord } from "../../../ui/lamp.tsx";
import {
  AgentLink,
  AnswerForm,
  isAnsweredInPlace,
  kindWord,
  QuestionBody,
  Unseen,
  useLiveAgents,
} from "../../agents/index.ts";

interface AskProps {
  item: AttentionItem;
  /** How many more can be answered like it. */
  alike: number;
  number: number;
  selected: boolean;
  closed: boolean;
  onSelect: () => void;
  onOpen: () => void;
  onAlike: () => void;
}

/** A waiting question with everything one must know to answer it. */
export const Ask = ({ item, alike, number, selected, closed, onSelect, onOpen, onAlike }: AskProps) => {
  const id = useId();
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    if (selected && !element.current?.contains(document.activeElement)) element.current?.focus();
  }, [selected]);
  return (
    <article
      ref={element}
      className={`ask ${selected ? "ask--on" : ""}`}
      aria-labelledby={id}
      tabIndex={-1}
      data-stop
      onFocus={onSelect}
      onKeyDown={(event) => event.key === "Enter" && event.target === element.current && onOpen()}
    >
      <div className="ask__n">
        <span className="plate" aria-hidden="true">
          {number}
        </span>
      </div>
      <div className="ask__body">
        <AskMeta item={item} closed={closed} />
        <h3 className="ask__q" id={id}>
          {item.text}
        </h3>
        {closed ? null : <Body item={item} />}
        {closed || alike === 0 ? null : (
          <button type="button" className="btn btn--quiet" onClick={onAlike}>
            {`Look at ${alike} more like it`}
          </button>
        )}
      </div>
    </article>
  );
};

/** What is asked, and the way to answer it: here, or in its terminal. */
const Body = ({ item: { question, way }, item }: { item: AttentionItem }) => {
  // What such a dialog asks is read from its terminal on the agent's own page, where it can be answered.
  if (way === null || isUnseenDialog(question))
    return (
      <>
        <QuestionBody question={question} />
        <Where item={item} />
      </>
    );
  return (
    <>
      {isAnsweredInPlace(question) ? null : <QuestionBody question={question} />}
      <AnswerForm question={question} way={way} />
    </>
  );
};

const AskMeta = ({ item, closed }: { item: AttentionItem; closed: boolean }) => {
  const now = useNow();
  const aspect = isUnseenDialog(item.question) ? "elsewhere" : "awaiting_input";
  return (
    <p className="ask__meta">
      {closed ? (
        <StateWord aspect="complete" word="No longer waits" />
      ) : (
        <StateWord aspect={aspect} word={kindWord(item.question)} />
      )}
      {item.projectName === null ? null : (
        <>
          <span className="dot wide-only">·</span>
          <b>{item.projectName}</b>
        </>
      )}
      <AgentLink agentId={item.agentId} className="cut ask__agent" stop={false}>
        {item.agentTitle ?? "Open the agent"}
      </AgentLink>
      <Unseen agentId={item.agentId} at={item.since} />
      <span className="push badge badge--mono wide-only">{item.backend}</span>
      <span className="num ask__wait">{roughly(now - Date.parse(item.since))}</span>
    </p>
  );
};

/** Where it can be answered, and why it is here. */
const Where = ({ item }: { item: AttentionItem }) => {
  const agent = useLiveAgents().find(({ id }) => id === item.agentId);
  const folder = agent?.cwd ?? null;
  return (
    <div className="ask__acts">
      <div className="ask__where">
        <span className="ask__hint">
          <Icon name="terminal" small />
          <span>Answer it in its terminal{folder === null ? "" : ", in"}</span>
          {folder === null ? null : <span className="mono break">{shortPath(folder)}</span>}
        </span>
        {folder === null ? null : (
          <span className="pointer-only wide-only">
            <CopyButton text={folder} label="Copy folder" />
          </span>
        )}
      </div>
      <span className="ask__why">{item.reason}</span>
    </div>
  );
};
