import type { PastBoard as PastBoardReply } from "@signalbox/contract/event-history";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useNow } from "../../../lib/clock.ts";
import { clockWithSeconds, count, date, roughly } from "../../../lib/format.ts";
import { isMissing } from "../../../lib/missing.ts";
import { Icon } from "../../../ui/icon.tsx";
import { usePageTitle } from "../../../ui/page.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { PastBoard } from "../../attention/index.ts";
import { grouped } from "../components/event-list.tsx";
import { TimeTravel } from "../components/time-travel.tsx";
import { whatHappened } from "../events/event-words.ts";
import { readPastSearch } from "../past/search.ts";
import { pastBoardQuery } from "../queries.ts";
import "./past.css";

/** `/operations/past`: the board as it stood right after an event. */
export const PastPage = () => {
  usePageTitle("The board in the past");
  const { at } = readPastSearch(useSearch({ strict: false }));
  const query = useQuery(pastBoardQuery(at));
  if (query.data === undefined || (query.isError && isMissing(query.error))) {
    return (
      <section className="panel" aria-label="The board in the past">
        {isMissing(query.error) ? (
          <Empty
            title={at === undefined ? "Nothing has happened yet" : "The log does not reach back to there"}
            lead={{ to: "/operations/events", word: "See all events" }}
          />
        ) : (
          <Unread
            query={query}
            lines={8}
            loading="Loading the board"
            failed="The board could not be rebuilt"
          />
        )}
      </section>
    );
  }
  return (
    <>
      <Moment board={query.data} />
      <TimeTravel board={query.data} />
      <Untold board={query.data} />
      <div aria-busy={query.isPlaceholderData || undefined}>
        <PastBoard
          agents={query.data.agents}
          attention={query.data.attention}
          at={Date.parse(query.data.event.at)}
          marked={query.data.event.agentId}
        />
      </div>
    </>
  );
};

/** Which moment this is, so that nobody takes it for now. */
const Moment = ({ board: { event } }: { board: PastBoardReply }) => {
  const now = useNow();
  return (
    <div className="notice notice--wait past__moment">
      <Icon name="back" small className="wide-only" />
      <span>
        The board as of {date(event.at)}, <b className="num">{clockWithSeconds(event.at)}</b>,{" "}
        {roughly(now - Date.parse(event.at))} ago. What you see is over.
      </span>
      <Link to="/operations/events" search={{ event: event.position }} className="past__event cut">
        <span className="mono">{event.type}</span> {whatHappened(event)} · event {grouped(event.position)}
      </Link>
      <Link to="/" search={{ view: "board" }} className="btn btn--quiet push">
        To the live board
      </Link>
    </div>
  );
};

const Untold = ({ board: { untold, oldest } }: { board: PastBoardReply }) =>
  untold === 0 ? null : (
    <p className="small wait past__untold">
      {count(untold, "agent")} that lived then {untold === 1 ? "is" : "are"} missing: the log reaches back to
      event {grouped(oldest)}, and older events are no longer kept.
    </p>
  );
