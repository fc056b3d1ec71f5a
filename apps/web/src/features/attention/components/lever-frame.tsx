import { Toolbar } from "@base-ui/react/toolbar";
import type { AttentionItem } from "@signalbox/contract/attention";
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

/** One lever for each waiting question; the selected one leans, an answered one goes back. */
export const LeverFrame = ({ items, closed, selected, onSelect, children }: LeverFrameProps) => (
  <Toolbar.Root className="frame" aria-label="Lever frame: one lever for each waiting question">
    {items.slice(0, frameSize * 2).map((item, index) => (
      <Toolbar.Button
        key={item.id}
        className={`lever ${closed.has(item.id) ? "lever--back" : "lever--wait"} ${item.id === selected ? "lever--on" : ""}`}
        aria-label={`Question ${index + 1}, ${item.projectName ?? item.backend}, ${kindWord(item.question)}${closed.has(item.id) ? ", no longer waiting" : ""}`}
        aria-pressed={item.id === selected}
        onClick={() => onSelect(item.id)}
      >
        <Lever />
      </Toolbar.Button>
    ))}
    {Array.from({ length: Math.max(0, frameSize - items.length) }, (_, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: spare levers are all alike
      <span key={index} className="lever lever--spare" aria-hidden="true">
        <Lever />
      </span>
    ))}
    {children}
  </Toolbar.Root>
);

const Lever = () => (
  <svg viewBox="0 0 28 44" aria-hidden="true">
    <g className="arm">
      <path className="stem" d="M14 44V12" />
      <path className="grip" d="M14 12V5" />
    </g>
  </svg>
);
