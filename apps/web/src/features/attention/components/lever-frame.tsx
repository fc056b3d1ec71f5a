import type { AttentionItem } from "@signalbox/contract/attention";
import { type KeyboardEvent, useState } from "react";
import { kindWord } from "../../agents/index.ts";

/** So many levers stand in the frame even when nothing waits. */
const frameSize = 9;

interface LeverFrameProps {
  items: readonly AttentionItem[];
  /** Those that wait no more but keep their place for the moment. */
  closed: ReadonlySet<string>;
  selected: string | undefined;
  onSelect: (id: string) => void;
  children: React.ReactNode;
}

/** One lever for each waiting question; the selected one leans, an answered one goes back. Tab finds one, arrows the others. */
export const LeverFrame = ({ items, closed, selected, onSelect, children }: LeverFrameProps) => {
  const [held, setHeld] = useState<string>();
  const levers = items.slice(0, frameSize * 2);
  const found = [held, selected].find((id) => levers.some((item) => item.id === id)) ?? levers[0]?.id;
  return (
    <div
      role="toolbar"
      className="frame"
      aria-label="Lever frame: one lever for each waiting question"
      onKeyDown={moveFocus}
    >
      {levers.map((item, index) => (
        <button
          key={item.id}
          type="button"
          className={`lever ${closed.has(item.id) ? "lever--back" : "lever--wait"} ${item.id === selected ? "lever--on" : ""}`}
          aria-label={`Question ${index + 1}, ${item.projectName ?? item.backend}, ${kindWord(item.question)}${closed.has(item.id) ? ", no longer waiting" : ""}`}
          aria-pressed={item.id === selected}
          tabIndex={item.id === found ? 0 : -1}
          onFocus={() => setHeld(item.id)}
          onClick={() => onSelect(item.id)}
        >
          <Lever />
        </button>
      ))}
      {Array.from({ length: Math.max(0, frameSize - items.length) }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: spare levers are all alike
        <span key={index} className="lever lever--spare" aria-hidden="true">
          <Lever />
        </span>
      ))}
      {children}
    </div>
  );
};

const places: Record<string, (at: number, count: number) => number> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_at, count) => count - 1,
};

const moveFocus = (event: KeyboardEvent<HTMLElement>): void => {
  const levers = [...event.currentTarget.querySelectorAll("button")];
  const at = levers.findIndex((lever) => lever.matches(":focus"));
  const place = places[event.key];
  if (at === -1 || place === undefined) return;
  event.preventDefault();
  levers[place(at, levers.length)]?.focus();
};

const Lever = () => (
  <svg viewBox="0 0 28 44" aria-hidden="true">
    <g className="arm">
      <path className="stem" d="M14 44V12" />
      <path className="grip" d="M14 12V5" />
    </g>
  </svg>
);
