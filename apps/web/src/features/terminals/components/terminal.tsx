import type { Agent } from "@signalbox/contract/agents";
import { useRef, useState } from "react";
import { Empty } from "../../../ui/reading.tsx";
import { useTerminal } from "../use-terminal.ts";
import { wordsOf } from "../words.ts";
import { LinkQuestion } from "./link-question.tsx";
import { TerminalBar } from "./terminal-bar.tsx";
import { TerminalSearch } from "./terminal-search.tsx";
import "./terminal.css";

/** What the pane of an agent shows, live; whoever takes the controls types into it. */
export const Terminal = ({ agent }: { agent: Agent }) => {
  const place = useRef<HTMLDivElement>(null);
  const controls = useRef<HTMLButtonElement>(null);
  const [finding, setFinding] = useState(false);
  const view = useTerminal(agent.id, place, () => controls.current?.focus());
  const { status, driving } = view;
  const ended = status.state === "ended" ? wordsOf(status) : null;
  const closeSearch = () => {
    setFinding(false);
    view.endSearch();
  };
  return (
    <div className="terminal" data-driving={driving}>
      <TerminalBar view={view} controls={controls} onFind={() => setFinding(true)} />
      {finding ? <TerminalSearch found={view.found} onFind={view.find} onClose={closeSearch} /> : null}
      {ended === null ? null : (
        <Empty title={ended.title}>
          <p>{ended.why}</p>
        </Empty>
      )}
      <div className="terminal__place" ref={place} hidden={ended !== null} />
      {view.link === null ? null : <LinkQuestion address={view.link} onDone={view.forgetLink} />}
    </div>
  );
};
