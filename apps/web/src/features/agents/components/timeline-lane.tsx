import { type KeyboardEvent, useRef, useState } from "react";
import { clockWithSeconds } from "../../../lib/format.ts";
import type { Layout } from "../rests.ts";
import type { Lane, Mark } from "../timeline.ts";

interface LaneProps {
  lane: Lane;
  layout: Layout;
  onTell: (words: string | null) => void;
  onGo: (mark: Mark) => void;
}

const heightPx = 28;

/** One lane of the drawing. Its marks share one stop of the Tab key; arrows go from one to the next. */
export const TimelineLane = ({ lane: { name, marks }, layout, onTell, onGo }: LaneProps) => {
  const { window, place } = layout;
  const [current, setCurrent] = useState(0);
  const group = useRef<SVGSVGElement>(null);
  const shown = marks.filter(({ from, to }) => to >= window.from && from <= window.to);
  const held = Math.min(current, shown.length - 1);
  const onKey = (event: KeyboardEvent, mark: Mark) => {
    const next = { ArrowRight: held + 1, ArrowLeft: held - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (event.key === "Enter" || event.key === " ") onGo(mark);
    else if (next === undefined) return;
    else focusMark(group.current, Math.max(0, Math.min(shown.length - 1, next)));
    event.preventDefault();
  };
  return (
    <div className="timeline__lane">
      <span className="timeline__name">{name}</span>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is not drawn in SVG */}
      <svg className="timeline__track" height={heightPx} ref={group} role="group" aria-label={name}>
        {shown.map((mark, index) => (
          // biome-ignore lint/a11y/useSemanticElements: a button is not drawn in SVG
          <rect
            key={mark.key}
            className={`timeline__mark timeline__mark--${mark.tone}`}
            x={`${place(mark.from)}%`}
            width={`${Math.max(0, place(mark.to) - place(mark.from))}%`}
            y={6}
            height={heightPx - 12}
            rx={2}
            role="button"
            tabIndex={index === held ? 0 : -1}
            aria-label={`${clockWithSeconds(mark.from)}: ${mark.words}`}
            onFocus={() => {
              setCurrent(index);
              onTell(wordsOf(mark));
            }}
            onMouseEnter={() => onTell(wordsOf(mark))}
            onClick={() => onGo(mark)}
            onKeyDown={(event) => onKey(event, mark)}
          />
        ))}
      </svg>
    </div>
  );
};

const wordsOf = (mark: Mark): string => `${clockWithSeconds(mark.from)} · ${mark.words}`;

const focusMark = (group: SVGSVGElement | null, index: number): void => {
  const mark = group?.children[index];
  if (mark instanceof SVGElement) mark.focus();
};
