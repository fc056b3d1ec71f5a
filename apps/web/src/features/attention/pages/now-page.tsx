import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Failure, Skeleton } from "../../../ui/forms.tsx";
import { Page } from "../../../ui/page.tsx";
import { everHeardQuery } from "../../agents/index.ts";
import type { Card } from "../columns.ts";
import { Board } from "../components/board.tsx";
import { Lanes } from "../components/lanes.tsx";
import { Queue } from "../components/queue.tsx";
import { NothingHeard, Side } from "../components/side.tsx";
import { attentionQuery } from "../queries.ts";
import { type NowSearch, readNowSearch, type View } from "../search.ts";
import { useCards } from "../use-cards.ts";
import "./now.css";
import "./board.css";

/** `/`: who needs the operator, and what else goes on. */
export const NowPage = () => {
  // The router hands on what the address says beside what was read from it.
  const { view = "queue", question } = readNowSearch(useSearch({ strict: false }));
  const { cards, isPending, error, retry } = useCards();
  return (
    <Page title="Now">
      <div className="pagehead">
        <h1>Now</h1>
        <Summary cards={cards} />
        <span className="push" />
        <Views />
      </div>
      {view === "queue" ? (
        <div className="now">
          <Waiting selected={question} />
          <Side cards={cards} isPending={isPending} error={error} retry={retry} />
        </div>
      ) : (
        <Overview view={view} cards={cards} isPending={isPending} error={error} retry={retry} />
      )}
    </Page>
  );
};

const Summary = ({ cards }: { cards: readonly Card[] }) => {
  const inColumn = (...ids: Card["column"][]) => cards.filter(({ column }) => ids.includes(column)).length;
  return (
    <span className="ink3 small num wide-only">
      {inColumn("needs_you")} waiting · {inColumn("processing", "commanded")} working · {inColumn("finished")}{" "}
      finished lately
    </span>
  );
};

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
  const { data: items, error, refetch } = useQuery(attentionQuery);
  const { data: everHeard } = useQuery(everHeardQuery);
  if (items === undefined) {
    return (
      <section className="panel" aria-label="Waiting for you">
        {error === null ? (
          <Skeleton lines={6} label="Loading what waits" />
        ) : (
          <Failure title="What waits could not be read" error={error} onRetry={() => void refetch()} />
        )}
      </section>
    );
  }
  return (
    <div className="now__main">
      <Queue items={items} selected={selected} />
      {everHeard === false ? (
        <NothingHeard
          action={
            <Link to="/welcome" className="btn btn--main">
              Set up hooks
            </Link>
          }
        />
      ) : null}
    </div>
  );
};

interface OverviewProps {
  view: "project" | "board";
  cards: readonly Card[];
  isPending: boolean;
  error: Error | null;
  retry: () => void;
}

const Overview = ({ view, cards, isPending, error, retry }: OverviewProps) => {
  if (isPending)
    return (
      <section className="panel">
        <Skeleton lines={8} label="Loading the board" />
      </section>
    );
  if (error !== null) {
    return (
      <section className="panel">
        <Failure title="The board could not be read" error={error} onRetry={retry} />
      </section>
    );
  }
  return view === "board" ? <Board cards={cards} /> : <Lanes cards={cards} />;
};
