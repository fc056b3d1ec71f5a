import { useInfiniteQuery } from "@tanstack/react-query";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { rate } from "../price-form.ts";
import { writtenPricesQuery } from "../price-queries.ts";

/** Every price that somebody wrote, also those that hold no more. */
export const PriceHistory = () => {
  const query = useInfiniteQuery(writtenPricesQuery);
  const now = useNow();
  const all = query.data?.pages.flatMap(({ items }) => items);
  return (
    <section className="panel" aria-label="History">
      <h2 className="panel__head">History</h2>
      {all === undefined ? (
        <Unread query={query} loading="Loading the history" failed="The history could not be read" />
      ) : all.length === 0 ? (
        <Empty title="Nobody has written a price yet">
          <p>Until somebody does, models cost what the table says that comes with the server.</p>
        </Empty>
      ) : (
        <ul className="list" aria-label="Prices that were written">
          {all.map(({ id, model, rates, source, by, createdAt, validFrom, removed }) => (
            <li key={id} className="budget">
              <p className="strong break">{model}</p>
              <p className="small ink2 break">
                {rate(rates.input)} in, {rate(rates.output)} out. {source}
              </p>
              <p className="small ink3">
                Written by {by} {moment(createdAt, now)}; holds from {validFrom.slice(0, 10)}
                {removed === null ? "" : `; removed by ${removed.by} ${moment(removed.at, now)}`}
              </p>
            </li>
          ))}
        </ul>
      )}
      {query.hasNextPage ? (
        <p className="panel__body">
          <button type="button" className="btn" onClick={() => void query.fetchNextPage()}>
            Show more
          </button>
        </p>
      ) : null}
    </section>
  );
};
