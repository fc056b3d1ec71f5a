import { useState } from "react";
import { clock, clockWithSeconds } from "../../../lib/format.ts";
import { type Layout, ticksAlong } from "../rests.ts";
import type { Lane, Mark } from "../timeline.ts";
import { TimelineLane } from "./timeline-lane.tsx";

interface DrawingProps {
  lanes: readonly Lane[];
  layout: Layout;
  onGo: (mark: Mark) => void;
}

/** The lanes under the hours; a long rest is a strip across all of them. */
export const TimelineDrawing = ({ lanes, layout, onGo }: DrawingProps) => {
  const [told, setTold] = useState<string | null>(null);
  return (
    <div className="timeline__drawing">
      <div className="timeline__lanes">
        <Rests layout={layout} />
        <Ticks layout={layout} />
        {lanes.map((lane) => (
          <TimelineLane key={lane.name} lane={lane} layout={layout} onTell={setTold} onGo={onGo} />
        ))}
      </div>
      <p className="timeline__told small cut" aria-hidden="true">
        {told ?? "Point at a mark to read it, press it to go there."}
      </p>
    </div>
  );
};

/** A strip that is narrower than this, in percent, has no room for words. */
const roomForWords = 2;

const Rests = ({ layout: { rests, place } }: { layout: Layout }) => (
  <div className="timeline__rests">
    {rests.map(({ from, to, words }) => {
      const width = place(to) - place(from);
      return (
        <span
          key={from}
          className="timeline__rest"
          style={{ left: `${place(from)}%`, width: `${width}%` }}
          title={`${words}: ${clockWithSeconds(from)} to ${clockWithSeconds(to)}`}
        >
          <span className={width < roomForWords ? "hidden-visually" : ""}>{words}</span>
        </span>
      );
    })}
  </div>
);

const Ticks = ({ layout }: { layout: Layout }) => {
  const { worked, place } = layout;
  const word = worked < 10 * 60_000 ? clockWithSeconds : clock;
  return (
    <div className="timeline__ticks" aria-hidden="true">
      {ticksAlong(layout).map((at) => (
        <span key={at} className="num" style={{ left: `${place(at)}%` }}>
          {word(at)}
        </span>
      ))}
    </div>
  );
};
