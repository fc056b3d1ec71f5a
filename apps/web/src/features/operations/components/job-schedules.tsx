import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { Confirm } from "../../../ui/confirm.tsx";
import { More } from "../../../ui/more.tsx";
import { Unread } from "../../../ui/reading.tsx";
import {
  lettersQuery,
  schedulesQuery,
  useDiscardLetter,
  useRetryLetter,
  useRunSchedule,
} from "../jobs/queries.ts";
import { stateWords } from "../jobs/words.ts";

/** What is enqueued by the clock. */
export const SchedulesPanel = () => {
  const query = useQuery(schedulesQuery);
  const run = useRunSchedule();
  const now = useNow();
  return (
    <section className="panel" aria-labelledby="schedules">
      <div className="panel__head">
        <h2 id="schedules">By the clock</h2>
      </div>
      {query.data === undefined ? (
        <Unread query={query} loading="Loading schedules" failed="Schedules could not be read" />
      ) : (
        <ul className="list">
          {query.data.map((schedule) => (
            <li key={schedule.queue} className="jobs__item">
              <span className="mono">{schedule.queue}</span>
              <span className="small ink3">{schedule.summary}</span>
              <span className="small ink2 num push">
                {schedule.nextAt === null ? "never" : `next ${moment(schedule.nextAt, now)}`}
                {schedule.lastAt === null || schedule.lastJobId === null ? null : (
                  <>
                    , last{" "}
                    <Link to="/operations/jobs" search={{ job: schedule.lastJobId }} className="link">
                      {moment(schedule.lastAt, now)}
                    </Link>
                    {schedule.lastState === null ? "" : `, ${stateWords[schedule.lastState].toLowerCase()}`}
                  </>
                )}
              </span>
              <button
                type="button"
                className="btn"
                disabled={run.isPending}
                onClick={() => run.mutate(schedule.queue)}
              >
                Run now<span className="hidden-visually"> {schedule.queue}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};

/** Events that a reaction gave up on; nothing is shown where there is none. */
export const DeadLettersPanel = () => {
  const query = useInfiniteQuery(lettersQuery);
  const rows = useRef<HTMLUListElement>(null);
  const retry = useRetryLetter();
  const discard = useDiscardLetter();
  const error = retry.error ?? discard.error;
  if (query.data !== undefined && query.data.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="letters">
      <div className="panel__head">
        <h2 id="letters">Dead letters</h2>
        <span className="small ink3 cut wide-only">Events that a reaction gave up on</span>
      </div>
      {error === null ? null : (
        <p role="alert" className="small stop jobs__said">
          {error.message}
        </p>
      )}
      {query.data === undefined ? (
        <Unread query={query} loading="Loading dead letters" failed="Dead letters could not be read" />
      ) : (
        <ul className="list" ref={rows}>
          {query.data.map((letter) => (
            <li key={letter.id} className="jobs__item">
              <Link to="/operations/events" search={{ event: letter.position }} className="link mono">
                {letter.reaction}, event {letter.position}
              </Link>
              <span className="small stop break">{letter.error}</span>
              <button type="button" className="btn push" onClick={() => retry.mutate(letter.id)}>
                Try once more
              </button>
              <Confirm
                trigger={
                  <button type="button" className="btn btn--stop">
                    Discard
                  </button>
                }
                title="Discard this dead letter?"
                verb="Discard it"
                back="Keep it"
                onConfirm={() => discard.mutate(letter.id)}
              >
                <p>The reaction never handles this event then.</p>
              </Confirm>
            </li>
          ))}
        </ul>
      )}
      <More query={query} rows={rows} />
    </section>
  );
};
