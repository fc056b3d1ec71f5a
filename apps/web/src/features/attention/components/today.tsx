import type { Status } from "@signalbox/contract/attention";
import { useQuery } from "@tanstack/react-query";
import { useNow } from "../../../lib/clock.ts";
import { clock, count, roughly } from "../../../lib/format.ts";
import { Failure, Skeleton } from "../../../ui/forms.tsx";
import { statusQuery } from "../../agents/index.ts";
import { hourBars } from "../hours.ts";

/** Numbers of the day, as the server counts them. */
export const Today = () => {
  const { data: status, error, refetch } = useQuery(statusQuery);
  return (
    <section className="panel" aria-labelledby="today">
      <div className="panel__head panel__head--bare">
        <h2 id="today">Today</h2>
        <span className="push small ink3">since midnight</span>
      </div>
      {status !== undefined ? (
        <Figures status={status} />
      ) : error === null ? (
        <Skeleton lines={2} label="Loading today’s numbers" />
      ) : (
        <Failure title="Today’s numbers could not be read" error={error} onRetry={() => void refetch()} />
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
        <Figure name="Commands done" value={today.done} note={`of ${today.completed}`} />
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

const Figure = ({ name, value, note }: { name: string; value: number; note: string }) => (
  <div className="figure">
    <dt>{name}</dt>
    <dd>
      {value} <small>{note}</small>
    </dd>
  </div>
);

const Hours = ({ hours }: { hours: Status["today"]["hours"] }) => {
  const bars = hourBars(hours, useNow());
  const most = Math.max(1, ...bars.map(({ completed }) => completed));
  const words = bars.map(({ at, completed }) => `${clock(at)}: ${completed}`).join(", ");
  return (
    <div className="figure">
      <dt>Commands by hour</dt>
      <dd>
        <span className="bars" role="img" aria-label={words}>
          {bars.map(({ at, completed }, index) => (
            <i
              key={at}
              className={index === bars.length - 1 ? "is-now" : ""}
              style={{ height: `${(100 * completed) / most}%` }}
            />
          ))}
        </span>
      </dd>
      <dd className="bars__axis">
        <span>{clock(bars[0]?.at ?? 0)}</span>
        <span>{bars.length > 1 ? clock(bars.at(-1)?.at ?? 0) : ""}</span>
      </dd>
    </div>
  );
};
