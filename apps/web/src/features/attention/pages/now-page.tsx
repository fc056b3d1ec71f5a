import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Page } from "../../../ui/page.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { everHeardQuery, noteAllSeen, useBaseline, useIsUnread } from "../../agents/index.ts";
import { hooksQuery, toSetup } from "../../settings/index.ts";
import type { Card } from "../columns.ts";
import { Board } from "../components/board.tsx";
import { Lanes } from "../components/lanes.tsx";
import { Queue } from "../components/queue.tsx";
import { Side } from "../components/side.tsx";
import { toBeHeard } from "../nothing-heard.ts";
import { attentionQuery } from "../queries.ts";
import { type NowSearch, readNowSearch, type View } from "../search.ts";
import { type Cards, useCards } from "../use-cards.ts";
import "./now.css";
import "./board.css";

/** `/`: who needs the operator, and what else goes on. */
export const NowPage = () => {
  // The router hands on what the address says beside what was read from it.
  const { view = "queue", question } = readNowSearch(useSearch({ strict: false }));
  const board = useCards();
  return (
    <Page title="Now">
      <div className="pagehead">
        <h1>Now</h1>
        <Summary cards={board.cards} />
        <span className="push" />
        <News board={board} />
        <Views />
      </div>
      {view === "queue" ? (
        <div className="now">
          <Waiting selected={question} />
          <Side board={board} />
        </div>
      ) : (
        <Overview view={view} board={board} />
      )}
    </Page>
  );
};

const Summary = ({ cards }: { cards: readonly Card[] }) => {
  const inColumn = (...ids: Card["column"][]) => cards.filter(({ column }) => ids.includes(column)).length;
  return (
    <span className="ink3 small num wide-only">
      {inColumn("needs_you")} waiting · {inColumn("processing", "commanded")} working
    </span>
  );
};

/** How many agents did something since this browser looked, and the way to have seen all of it. */
const News = ({ board: { cards, isRead } }: { board: Cards }) => {
  const newest = isRead ? cards.map(({ agent }) => agent.lastSeenAt).reduce(laterOf, "") : undefined;
  useBaseline(newest);
  const isUnread = useIsUnread();
  const unread = cards.filter(({ agent }) => isUnread(agent)).length;
  if (unread === 0 || newest === undefined) return null;
  return (
    <button type="button" className="btn btn--quiet" onClick={() => noteAllSeen(newest)}>
      <span className="unseen" />
      <span className="num">{unread} new</span>
      <span className="wide-only">· mark all as seen</span>
      <span className="narrow-only hidden-visually">, mark all as seen</span>
    </button>
  );
};

const laterOf = (one: string, other: string): string => (one > other ? one : other);

const viewWords: readonly [View, string][] = [
  ["queue", "Queue"],
  ["project", "Project"],
  ["board", "Board"],
];

const Views = () => (
  <nav className="seg" aria-label="View">
    {viewWords.map(([id, word]) => (
      <Link
        key={id}
        to="/"
        search={(now) => withView(now, id)}
        activeOptions={{ exact: true, includeSearch: true }}
        resetScroll={false}
      >
        {word}
      </Link>
    ))}
  </nav>
);

/** The same address in another view; what else it says stays. */
const withView = ({ view: _, ...rest }: NowSearch, view: View): NowSearch =>
  view === "queue" ? rest : { ...rest, view };

const Waiting = ({ selected }: { selected: string | undefined }) => {
  const query = useQuery(attentionQuery);
  const { data: everHeard } = useQuery(everHeardQuery);
  if (query.data === undefined) {
    return (
      <section className="panel" aria-label="Waiting for you">
        <Unread query={query} lines={6} loading="Loading what waits" failed="What waits could not be read" />
      </section>
    );
  }
  return (
    <div className="now__main">
      <Queue items={query.data} selected={selected} />
      {everHeard === false ? <NothingHeard /> : null}
    </div>
  );
};

/** Nothing was ever heard: the one action that changes that. */
const NothingHeard = () => {
  const { data: hooks, isPending } = useQuery(hooksQuery);
  if (isPending) return null;
  const { isSetUp, words } = toBeHeard(hooks ?? []);
  return (
    <section className="panel">
      <Empty title="No agent reports here yet" {...(isSetUp ? {} : { lead: toSetup })}>
        <p>{words}</p>
      </Empty>
    </section>
  );
};

const Overview = ({ view, board }: { view: "project" | "board"; board: Cards }) => {
  if (!board.isRead) {
    return (
      <section className="panel">
        <Unread query={board} lines={8} loading="Loading the board" failed="The board could not be read" />
      </section>
    );
  }
  return view === "board" ? <Board cards={board.cards} /> : <Lanes cards={board.cards} />;
};
