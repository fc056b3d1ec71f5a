import type { Agent } from "@signalbox/contract/agents";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useNow } from "../../../lib/clock.ts";
import { clockWithSeconds } from "../../../lib/format.ts";
import { useKeys } from "../../../lib/keys.ts";
import { Icon, type IconName } from "../../../ui/icon.tsx";
import { Unread } from "../../../ui/reading.tsx";
import { timelineQuery } from "../records-queries.ts";
import { type Layout, layOut, restsIn } from "../rests.ts";
import { atLeast, type Lane, lanesOf, type Mark, panned, type TimeWindow, zoomed } from "../timeline.ts";
import { TimelineDrawing } from "./timeline-drawing.tsx";
import "./timeline.css";

/** What an agent did over time, drawn in lanes. */
export const Timeline = ({ agent }: { agent: Agent }) => {
  const now = useNow();
  const whole = wholeOf(agent, now);
  const [chosen, setChosen] = useState<TimeWindow | null>(null);
  const shown = chosen ?? whole;
  const go = useGo(agent.id);
  const query = useQuery({ ...timelineQuery(agent.id, chosen), placeholderData: keepPreviousData });
  if (query.data === undefined)
    return (
      <Unread
        query={query}
        lines={6}
        loading="Loading the timeline"
        failed="The timeline could not be read"
      />
    );
  const lanes = lanesOf(query.data, agent.endedAt === null ? now : whole.to);
  const layout = layOut(shown, restsIn(lanes, shown, !query.data.more));
  return (
    <div className="timeline">
      <Tools whole={whole} layout={layout} onShow={setChosen} />
      <TimelineDrawing lanes={lanes} layout={layout} onGo={go} />
      {query.data.more ? (
        <p className="small ink3 tab__note">More lies in this time than is drawn: look closer.</p>
      ) : null}
      <AsList lanes={lanes} layout={layout} onGo={go} />
    </div>
  );
};

const wholeOf = ({ startedAt, lastSeenAt, endedAt }: Agent, now: number): TimeWindow => {
  const from = Date.parse(startedAt);
  const to = endedAt === null ? now : Date.parse(lastSeenAt);
  return { from, to: Math.max(from + 1_000, to) };
};

interface ToolsProps {
  whole: TimeWindow;
  layout: Layout;
  onShow: (window: TimeWindow | null) => void;
}

const Tools = ({ whole, layout, onShow }: ToolsProps) => {
  const shown = layout.window;
  const isWhole = shown.from <= whole.from && shown.to >= whole.to;
  // Closer to what is drawn in the middle: rests that are folded count for what they are drawn as.
  const closer = () => onShow(atLeast({ from: layout.timeAt(25), to: layout.timeAt(75) }, whole));
  const wider = () => onShow(widened(shown, whole));
  const go = (part: number) => () => onShow(panned(shown, part, whole));
  useKeys({ "+": closer, "=": closer, "-": wider, "0": () => onShow(null) });
  return (
    <div className="row row--tight timeline__tools">
      <span className="num small ink2">
        {clockWithSeconds(shown.from)} to {clockWithSeconds(shown.to)}
      </span>
      <span className="push row row--tight">
        <Tool icon="back" words="Earlier" isOff={isWhole} onPress={go(-0.5)} />
        <Tool icon="right" words="Later" isOff={isWhole} onPress={go(0.5)} />
        <Tool icon="plus" words="Look closer" isOff={false} onPress={closer} />
        <Tool icon="minus" words="Look from farther off" isOff={isWhole} onPress={wider} />
        <button type="button" className="btn btn--quiet" disabled={isWhole} onClick={() => onShow(null)}>
          Whole <kbd className="wide-only">0</kbd>
        </button>
      </span>
    </div>
  );
};

const widened = (shown: TimeWindow, whole: TimeWindow): TimeWindow | null => {
  const wider = zoomed(shown, 2, { whole });
  return wider.to - wider.from >= whole.to - whole.from ? null : wider;
};

interface ToolProps {
  icon: IconName;
  words: string;
  isOff: boolean;
  onPress: () => void;
}

const Tool = ({ icon, words, isOff, onPress }: ToolProps) => (
  <button
    type="button"
    className="btn btn--icon btn--quiet"
    aria-label={words}
    title={words}
    disabled={isOff}
    onClick={onPress}
  >
    <Icon name={icon} small />
  </button>
);

/** To the turn of a mark, or to the page of its agent. */
const useGo = (ownId: string) => {
  const navigate = useNavigate();
  return ({ turnId, agentId }: Mark) => {
    if (agentId !== null) void navigate({ to: "/agents/$agentId", params: { agentId } });
    else if (turnId !== null)
      void navigate({ to: "/agents/$agentId", params: { agentId: ownId }, search: { turn: turnId } });
  };
};

const mostListed = 200;

interface ListProps {
  lanes: readonly Lane[];
  layout: Layout;
  onGo: (mark: Mark) => void;
}

/** The same in words. */
const AsList = ({ lanes, layout, onGo }: ListProps) => {
  const [open, setOpen] = useState(false);
  return (
    <details className="timeline__list" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>As a list</summary>
      {open ? (
        <table className="table" aria-label="Timeline as a list">
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Lane</th>
              <th scope="col">What</th>
            </tr>
          </thead>
          <tbody>
            {listed(lanes, layout.window).map(({ lane, mark }) => (
              <tr key={`${lane} ${mark.key}`}>
                <td className="num">{clockWithSeconds(mark.from)}</td>
                <td className="ink2">{lane}</td>
                <td className="is-fill">
                  <button type="button" className="link-button cut" onClick={() => onGo(mark)}>
                    {mark.words}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </details>
  );
};

const listed = (lanes: readonly Lane[], { from, to }: TimeWindow) =>
  lanes
    .flatMap(({ name, marks }) => marks.map((mark) => ({ lane: name, mark })))
    .filter(({ mark }) => mark.to >= from && mark.from <= to)
    .toSorted((a, b) => a.mark.from - b.mark.from)
    .slice(0, mostListed);
