import type { Status } from "@signalbox/contract/attention";
import { useQuery } from "@tanstack/react-query";
import { useNow } from "../../../lib/clock.ts";
import { clock, count, roughly } from "../../../lib/format.ts";
import { Unread } from "../../../ui/reading.tsx";
import { statusQuery } from "../../agents/index.ts";
import { hourBars } from "../hours.ts";

/** Numbers of the day, as the server counts them. */
export const Today = () => {
  const query = useQuery(statusQuery);
  return (
    <section className="panel" aria-labelledby="today">
      <div className="panel__head panel__head--bare">
        <h2 id="today">Today</h2>
        <span className="push small ink3">since midnight</span>
      </div>
      {query.data === undefined ? (
        <Unread
          query={query}
          lines={2}
          loading="Loading today’s numbers"
          failed="Today’s numbers could not be read"
        />
      ) : (
        <Figures status={query.data} />
      )}
    </section>
  );
};

const Figures = ({ status }: { status: Status }) => {
  const { today, agents, attention, oldestWaitSince, parkedSignals } = status;
  const now = useNow();
  const oldest = oldestWaitSince === null ? "" : `oldest ${roughly(now - Date.parse(oldestWaitSince))}`;
  return (
    <>
      <dl className="figures">
        <Figure
          name="Commands done"
          value={today.completed === 0 ? null : today.done}
          note={today.completed === 0 ? "none yet" : `of ${today.completed}`}
        />
        <Figure
          name="Live agents"
          value={agents.live}
          note={`${agents.processing + agents.commanded} working`}
        />
        <Figure name="Waiting now" value={attention} note={oldest} />
        <Hours hours={today.hours} />
      </dl>
      {parkedSignals === 0 ? null : (
        <p className="notice notice--wait">{count(parkedSignals, "signal")} could not be applied</p>
      )}
    </>
  );
};

const Figure = ({ name, value, note }: { name: string; value: number | null; note: string }) => (
  <div className="figure">
    <dt>{name}</dt>
    <dd>
      {value} <small>{note}</small>
    </dd>
  </div>
);

/** A single command does not look like a full day. */
const leastScale = 4;

const Hours = ({ hours }: { hours: Status["today"]["hours"] }) => {
  const bars = hourBars(hours, useNow());
  const past = bars.filter(({ completed }) => completed !== null);
  const most = Math.max(leastScale, ...past.map(({ completed }) => completed ?? 0));
  const words = past.map(({ at, completed }) => `${clock(at)}: ${completed}`).join(", ");
  return (
    <div className="figure">
      <dt>Commands by hour</dt>
      <dd>
        <span className="bars" role="img" aria-label={words}>
          {bars.map(({ at, completed }, index) => (
            <i
              key={at}
              className={index === past.length - 1 ? "is-now" : completed === null ? "is-to-come" : ""}
              style={{ height: `${(100 * (completed ?? 0)) / most}%` }}
            />
          ))}
        </span>
      </dd>
      <dd className="bars__axis">
        <span>0</span>
        <span>12</span>
        <span>24</span>
      </dd>
    </div>
  );
};
