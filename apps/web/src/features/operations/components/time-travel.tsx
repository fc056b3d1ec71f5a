import type { PastBoard } from "@signalbox/contract/event-history";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useEffectEvent, useState } from "react";
import { useNow } from "../../../lib/clock.ts";
import { clock, moment } from "../../../lib/format.ts";
import { useKeys } from "../../../lib/keys.ts";
import { Icon, type IconName } from "../../../ui/icon.tsx";
import { Segments } from "../../../ui/segments.tsx";
import { barsOf, timeAt } from "../past/strip.ts";
import { pastBoardQuery, timelineQuery } from "../queries.ts";

type Pace = "1" | "4" | "16";
const paces: { value: Pace; label: string }[] = [
  { value: "1", label: "1×" },
  { value: "4", label: "4×" },
  { value: "16", label: "16×" },
];
/** Between two events that are played, at the first pace. */
const stepMs = 1_200;

/** The way through the log: a slider over all of it, steps from event to event, and playing them. */
export const TimeTravel = ({ board }: { board: PastBoard }) => {
  const navigate = useNavigate();
  const [plays, setPlays] = useState(false);
  const [pace, setPace] = useState<Pace>("1");
  const go = (at: string | null) => {
    if (at !== null)
      void navigate({ to: "/operations/past", search: { at }, replace: true, resetScroll: false });
  };
  useNextAtHand(board.next);
  usePlaying({ plays: plays && board.next !== null, everyMs: stepMs / Number(pace), board, go });
  const stop = (then: () => void) => () => {
    setPlays(false);
    then();
  };
  useKeys({ ArrowLeft: stop(() => go(board.previous)), ArrowRight: stop(() => go(board.next)) });
  const playing = plays && board.next !== null;
  return (
    <section className="panel travel" aria-label="Way through the log">
      <div className="row">
        <Step
          word="To the beginning"
          icon="first"
          to={board.oldest}
          board={board}
          onGo={stop(() => go(board.oldest))}
        />
        <Step
          word="The event before"
          icon="back"
          to={board.previous}
          board={board}
          onGo={stop(() => go(board.previous))}
        />
        <button
          type="button"
          className="btn btn--icon"
          aria-label={playing ? "Pause" : "Play"}
          disabled={board.next === null}
          onClick={() => setPlays(!playing)}
        >
          <Icon name={playing ? "pause" : "play"} small />
        </button>
        <Step
          word="The next event"
          icon="right"
          to={board.next}
          board={board}
          onGo={stop(() => go(board.next))}
        />
        <Step
          word="To the newest"
          icon="last"
          to={board.newest}
          board={board}
          onGo={stop(() => go(board.newest))}
        />
      </div>
      <Slider board={board} onGo={(at) => stop(() => go(at))()} />
      <Segments label="Pace" value={pace} choices={paces} onChange={setPace} />
    </section>
  );
};

interface StepProps {
  word: string;
  icon: IconName;
  to: string | null;
  board: PastBoard;
  onGo: () => void;
}

const Step = ({ word, icon, to, board, onGo }: StepProps) => (
  <button
    type="button"
    className="btn btn--icon"
    aria-label={word}
    title={word}
    disabled={to === null || to === board.event.position}
    onClick={onGo}
  >
    <Icon name={icon} small />
  </button>
);

/** A dragged slider moves the board no more often. */
const settleMs = 120;

const Slider = ({ board, onGo }: { board: PastBoard; onGo: (at: string) => void }) => {
  const timeline = useQuery(timelineQuery).data ?? { points: [] };
  const now = useNow();
  const [dragged, setDragged] = useState<number | null>(null);
  const settle = useEffectEvent((position: number) => {
    onGo(String(position));
    setDragged(null);
  });
  useEffect(() => {
    if (dragged === null) return;
    const timer = setTimeout(() => settle(dragged), settleMs);
    return () => clearTimeout(timer);
  }, [dragged]);
  const shown = dragged ?? Number(board.event.position);
  const at = timeAt(timeline, shown) ?? Date.parse(board.event.at);
  return (
    <div className="travel__slider">
      <Strip bars={barsOf(timeline)} />
      <input
        type="range"
        aria-label="Position in the log"
        aria-valuetext={`event ${shown}, ${moment(at, now)}`}
        min={Number(board.oldest)}
        max={Number(board.newest)}
        value={shown}
        onChange={({ target }) => setDragged(Number(target.value))}
      />
      <p className="travel__ends small ink3 num">
        <span>{timeline.points[0] === undefined ? "" : moment(timeline.points[0].at, now)}</span>
        <span className="ink2">{dragged === null ? "" : moment(at, now)}</span>
        <span>{clock(timeline.points.at(-1)?.at ?? now)}</span>
      </p>
    </div>
  );
};

const Strip = ({ bars }: { bars: ReturnType<typeof barsOf> }) => (
  <svg className="travel__strip" viewBox="0 0 1000 28" preserveAspectRatio="none" aria-hidden="true">
    {bars.map(({ from, to, busy }) => (
      <rect
        key={from}
        x={from * 1000}
        width={Math.max(1, (to - from) * 1000 - 1)}
        y={28 - busy * 28}
        height={busy * 28}
      />
    ))}
  </svg>
);

interface Playing {
  plays: boolean;
  everyMs: number;
  board: PastBoard;
  go: (at: string | null) => void;
}

/** Steps on while it plays, once the board of the step before is there. */
const usePlaying = ({ plays, everyMs, board, go }: Playing) => {
  const step = useEffectEvent(() => go(board.next));
  const { position } = board.event;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each board that arrives starts the wait for the next
  useEffect(() => {
    if (!plays) return;
    const timer = setTimeout(step, everyMs);
    return () => clearTimeout(timer);
  }, [plays, everyMs, position]);
};

/** The next board is fetched ahead. */
const useNextAtHand = (next: string | null) => {
  const cache = useQueryClient();
  useEffect(() => {
    if (next !== null) void cache.prefetchQuery(pastBoardQuery(next));
  }, [cache, next]);
};
